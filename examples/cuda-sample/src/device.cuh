// What the program needs of the runtime. The names of HIP were added when a first port was tried.
#pragma once

#include <cstdio>
#include <cstdlib>

#if defined(USE_HIP)
#include <hip/hip_runtime.h>
#define gpuFree hipFree
#define gpuGetErrorString hipGetErrorString
typedef hipError_t gpuError_t;
#else
#include <cuda_runtime.h>
#define gpuFree cudaFree
#define gpuGetErrorString cudaGetErrorString
typedef cudaError_t gpuError_t;
#endif

#define CUDA_CHECK(call)                                                      \
  do {                                                                        \
    gpuError_t status = (call);                                               \
    if (status != 0) {                                                        \
      std::fprintf(stderr, "%s:%d %s\n", __FILE__, __LINE__,                  \
                   gpuGetErrorString(status));                                \
      std::exit(1);                                                           \
    }                                                                         \
  } while (0)

// One row of scores for each warp.
void softmax_rows(const float *scores, float *weights, int rows, int columns);
