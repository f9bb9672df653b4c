#include <cublas_v2.h>

#include <vector>

#include "device.cuh"

int main() {
  const int n = 512;
  std::vector<float> host(n * n, 1.0f);
  float *queries = nullptr;
  float *scores = nullptr;
  CUDA_CHECK(cudaMalloc(&queries, n * n * sizeof(float)));
  CUDA_CHECK(cudaMalloc(&scores, n * n * sizeof(float)));
  CUDA_CHECK(cudaMemcpy(queries, host.data(), n * n * sizeof(float), cudaMemcpyHostToDevice));

  cublasHandle_t handle;
  cublasCreate(&handle);
  cublasSetMathMode(handle, CUBLAS_TF32_TENSOR_OP_MATH);
  const float one = 1.0f;
  const float zero = 0.0f;
  cublasSgemm(handle, CUBLAS_OP_N, CUBLAS_OP_T, n, n, n, &one, queries, n, queries, n, &zero,
              scores, n);

  cudaEvent_t start;
  cudaEvent_t stop;
  CUDA_CHECK(cudaEventCreate(&start));
  CUDA_CHECK(cudaEventCreate(&stop));
  CUDA_CHECK(cudaEventRecord(start));
  softmax_rows(scores, scores, n, n);
  CUDA_CHECK(cudaEventRecord(stop));
  CUDA_CHECK(cudaEventSynchronize(stop));
  float milliseconds = 0;
  CUDA_CHECK(cudaEventElapsedTime(&milliseconds, start, stop));
  std::printf("cudaEventElapsedTime says %.3f ms\n", milliseconds);

  CUDA_CHECK(cudaMemcpy(host.data(), scores, n * n * sizeof(float), cudaMemcpyDeviceToHost));
  cublasDestroy(handle);
  CUDA_CHECK(gpuFree(queries));
  CUDA_CHECK(gpuFree(scores));
  return 0;
}
