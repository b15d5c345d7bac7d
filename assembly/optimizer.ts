/**
 * @file The optimizers' steps, in place; a task is `block` values. The last four may reach beyond a tensor's end,
 * into the rest of its block of memory, which is a multiple of 64 bytes (src/engine/portable/heap.ts).
 */

import { Address, Flag } from './types'


export function momentum(
  begin: i32,
  end: i32,
  _scratch: usize,
  weight: Address,
  velocity: Address,
  gradient: Address,
  count: i32,
  rate: f32,
  decay: f32,
  nesterov: Flag,
  block: i32,
): void {
  const last = min(end * block, count)
  const rates = f32x4.splat(rate)
  const decays = f32x4.splat(decay)
  for (let i = begin * block; i < last; i += 4) {
    const at = <usize>i << 2
    const g = v128.load(gradient + at)
    const v = f32x4.add(f32x4.mul(v128.load(velocity + at), decays), g)
    v128.store(velocity + at, v)
    const step = nesterov ? f32x4.add(g, f32x4.mul(v, decays)) : v
    v128.store(weight + at, f32x4.sub(v128.load(weight + at), f32x4.mul(step, rates)))
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
  weight: Address,
  mean: Address,
  square: Address,
  gradient: Address,
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
  for (let i = begin * block; i < last; i += 4) {
    const at = <usize>i << 2
    const g = v128.load(gradient + at)
    const m0 = f32x4.mul(v128.load(mean + at), f32x4.splat(beta1))
    const m = f32x4.add(m0, f32x4.mul(g, f32x4.splat(rest1)))
    const v0 = f32x4.mul(v128.load(square + at), f32x4.splat(beta2))
    const v = f32x4.add(v0, f32x4.mul(f32x4.mul(g, g), f32x4.splat(rest2)))
    const spread = f32x4.add(f32x4.mul(f32x4.sqrt(v), f32x4.splat(root)), f32x4.splat(epsilon))
    const step = f32x4.mul(f32x4.div(m, spread), f32x4.splat(change))
    const w0 = f32x4.mul(v128.load(weight + at), f32x4.splat(kept))
    v128.store(mean + at, m)
    v128.store(square + at, v)
    v128.store(weight + at, f32x4.sub(w0, step))
  }
}
