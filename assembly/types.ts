/** @file Types of the kernels' parameters that the compiler's own types do not express. */

/** The address at which a tensor or other memory starts. */
export type Address = usize
/** 0 or 1. */
export type Flag = i32
