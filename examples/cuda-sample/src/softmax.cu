#include "device.cuh"

#include <cuda_fp16.h>
#include <mma.h>

#include "fast_reduce/reduce.cuh"

namespace wmma = nvcuda::wmma;

static constexpr unsigned kAllLanes = 0xffffffff;

__device__ float warp_max(float value) {
  for (int offset = 16; offset > 0; offset /= 2) {
    value = fmaxf(value, __shfl_xor_sync(kAllLanes, value, offset));
  }
  return value;
}

__device__ float warp_sum(float value) {
  for (int offset = 16; offset > 0; offset /= 2) {
    value += __shfl_xor_sync(kAllLanes, value, offset);
  }
  return value;
}

__global__ void softmax_kernel(const float *scores, float *weights, int rows, int columns) {
  int lane = threadIdx.x & 31;
  int row = (blockIdx.x * blockDim.x + threadIdx.x) >> 5;
  if (row >= rows) {
    return;
  }
  const float *in = scores + row * columns;
  float *out = weights + row * columns;
  float largest = -INFINITY;
  for (int i = lane; i < columns; i += 32) {
    largest = fmaxf(largest, __ldg(in + i));
  }
  largest = warp_max(largest);
  float sum = 0;
  for (int i = lane; i < columns; i += 32) {
    sum += __expf(in[i] - largest);
  }
  sum = warp_sum(sum);
  for (int i = lane; i < columns; i += 32) {
    __stcs(out + i, __expf(in[i] - largest) / sum);
  }
}

// One 16 x 16 tile of a product in half precision, by the tensor cores.
__global__ void tile_product(const half *a, const half *b, float *c, int n) {
  wmma::fragment<wmma::matrix_a, 16, 16, 16, half, wmma::row_major> left;
  wmma::fragment<wmma::matrix_b, 16, 16, 16, half, wmma::col_major> right;
  wmma::fragment<wmma::accumulator, 16, 16, 16, float> sum;
  wmma::fill_fragment(sum, 0.0f);
  for (int k = 0; k < n; k += 16) {
    wmma::load_matrix_sync(left, a + k, n);
    wmma::load_matrix_sync(right, b + k, n);
    wmma::mma_sync(sum, left, right, sum);
  }
  wmma::store_matrix_sync(c, sum, n, wmma::mem_row_major);
}

__device__ unsigned lane_clock() {
  unsigned ticks;
  asm volatile("mov.u32 %0, %%clock;" : "=r"(ticks));
  return ticks;
}

#if 0
// The first version: cudaMemcpy of every row.
void softmax_on_host(float *scores) {
  cudaMemcpy(scores, scores, 0, cudaMemcpyDeviceToHost);
}
#endif

void softmax_rows(const float *scores, float *weights, int rows, int columns) {
  dim3 block(256);
  dim3 grid((rows * 32 + 255) / 256);
  softmax_kernel<<<grid, block>>>(scores, weights, rows, columns);
  CUDA_CHECK(cudaGetLastError());
}
