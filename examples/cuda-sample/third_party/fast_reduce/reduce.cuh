// A library that the program carries: counted apart from its own code.
#pragma once

__device__ inline float reduce_add(float value) {
  for (int offset = 16; offset > 0; offset /= 2) {
    value += __shfl_down_sync(0xffffffff, value, offset);
  }
  return value;
}
