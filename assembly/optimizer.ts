/** @file The optimizers' steps, in place; a task is `block` values. */

export function momentum(
  begin: i32,
  end: i32,
  _scratch: usize,
  weight: usize,
  velocity: usize,
  gradient: usize,
  count: i32,
  rate: f32,
  decay: f32,
  nesterov: i32,
  block: i32,
): void {
  const last = min(end * block, count)
  const rates = f32x4.splat(rate)
  const decays = f32x4.splat(decay)
  let i = begin * block
  for (; i + 4 <= last; i += 4) {
    const at = <usize>i << 2
    const g = v128.load(gradient + at)
    const v = f32x4.add(f32x4.mul(v128.load(velocity + at), decays), g)
    v128.store(velocity + at, v)
    const step = nesterov ? f32x4.add(g, f32x4.mul(v, decays)) : v
    v128.store(weight + at, f32x4.sub(v128.load(weight + at), f32x4.mul(step, rates)))
  }
  for (; i < last; i++) {
    const at = <usize>i << 2
    const g = load<f32>(gradient + at)
    const v = load<f32>(velocity + at) * decay + g
    store<f32>(velocity + at, v)
    const step = nesterov ? g + v * decay : v
    store<f32>(weight + at, load<f32>(weight + at) - step * rate)
  }
}

/**
 * m = b1 m + (1 - b1) g, v = b2 v + (1 - b2) g^2, w = kept w - change m / (sqrt(v) root + epsilon), each operation
 * rounded as TensorFlow.js rounds it, one kernel for each.
 */
export function adam(
  begin: i32,
  end: i32,
  _scratch: usize,
  weight: usize,
  mean: usize,
  square: usize,
  gradient: usize,
  count: i32,
  beta1: f32,
  rest1: f32,
  beta2: f32,
  rest2: f32,
  root: f32,
  epsilon: f32,
  change: f32,
  kept: f32,
  block: i32,
): void {
  const last = min(end * block, count)
  let i = begin * block
  while (i < last) {
    const at = <usize>i << 2
    const whole = i + 4 <= last
    i += whole ? 4 : 1
    const g = whole ? v128.load(gradient + at) : v128.load32_zero(gradient + at)
    const m0 = whole ? v128.load(mean + at) : v128.load32_zero(mean + at)
    const v0 = whole ? v128.load(square + at) : v128.load32_zero(square + at)
    const w0 = whole ? v128.load(weight + at) : v128.load32_zero(weight + at)
    const m = f32x4.add(f32x4.mul(m0, f32x4.splat(beta1)), f32x4.mul(g, f32x4.splat(rest1)))
    const squared = f32x4.mul(f32x4.mul(g, g), f32x4.splat(rest2))
    const v = f32x4.add(f32x4.mul(v0, f32x4.splat(beta2)), squared)
    const spread = f32x4.add(f32x4.mul(f32x4.sqrt(v), f32x4.splat(root)), f32x4.splat(epsilon))
    const step = f32x4.mul(f32x4.div(m, spread), f32x4.splat(change))
    const w = f32x4.sub(f32x4.mul(w0, f32x4.splat(kept)), step)
    if (whole) {
      v128.store(mean + at, m)
      v128.store(square + at, v)
      v128.store(weight + at, w)
    } else {
      v128.store32_lane(mean + at, m, 0)
      v128.store32_lane(square + at, v, 0)
      v128.store32_lane(weight + at, w, 0)
    }
  }
}
