/** @file Bias and activation, applied to a block of a result while it is in cache. */

export enum Activation {
  LINEAR,
  RELU,
}

/** max(x, 0) as in TensorFlow.js: NaN stays NaN, and -0 becomes 0. */
@inline
export function relu(x: v128): v128 {
  return v128.bitselect(f32x4.splat(0), x, f32x4.le(x, f32x4.splat(0)))
}

@inline
export function reluOne(x: f32): f32 {
  return x <= 0 ? 0 : x
}

/** c[m, n] = activation(c + bias); `bias` is the address of n values, or 0. */
export function finish(c: usize, stride: usize, m: i32, n: i32, bias: usize, activation: Activation): void {
  if (bias === 0 && activation === Activation.LINEAR) return
  for (let i = 0; i < m; i++) {
    let to = c + <usize>i * stride
    let from = bias
    let j = 0
    for (; j + 4 <= n; j += 4) {
      let x = v128.load(to)
      if (bias !== 0) x = f32x4.add(x, v128.load(from))
      if (activation === Activation.RELU) x = relu(x)
      v128.store(to, x)
      to += 16
      from += 16
    }
    for (; j < n; j++) {
      let x = load<f32>(to)
      if (bias !== 0) x += load<f32>(from)
      if (activation === Activation.RELU) x = reluOne(x)
      store<f32>(to, x)
      to += 4
      from += 4
    }
  }
}
