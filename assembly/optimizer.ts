/** @file SGD with momentum, in place; a task is `block` values. */

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
