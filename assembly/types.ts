/** @file What the callers of kernels give, where the compiler's own types do not say it. */

/** Where a tensor or other memory starts. */
export type Address = usize
/** 0 or 1. */
export type Flag = i32
