/** @file Softmax cross-entropy of each row, and its gradient; a task is `block` rows. */

import { exp64, log64 } from './functions'
import { Address } from './types'

/** loss[row] = -sum of labels * log softmax(logits), and those logarithms for the gradient. */
export function crossEntropy(
  begin: i32,
  end: i32,
  _scratch: usize,
  logits: Address,
  labels: Address,
  loss: Address,
  logarithms: Address,
  rows: i32,
  classes: i32,
  block: i32,
): void {
  const last = min(end * block, rows)
  const row = <usize>classes << 2
  for (let i = begin * block; i < last; i++) {
    const from = logits + <usize>i * row
    const to = logarithms + <usize>i * row
    const target = labels + <usize>i * row
    let largest: f32 = -Infinity
    for (let c: usize = 0; c < row; c += 4) largest = max(largest, load<f32>(from + c))
    let sum: f64 = 0
    for (let c: usize = 0; c < row; c += 4) {
      const shifted = <f64>load<f32>(from + c) - <f64>largest
      sum += shifted < -700 ? 0 : exp64(shifted)
    }
    // A NaN or infinite logit makes the sum NaN, and the loss with it.
    const logSum = sum === sum ? log64(sum) : sum
    let result: f64 = 0
    for (let c: usize = 0; c < row; c += 4) {
      const logarithm = <f64>load<f32>(from + c) - <f64>largest - logSum
      store<f32>(to + c, <f32>logarithm)
      result -= logarithm * <f64>load<f32>(target + c)
    }
    store<f32>(loss + (<usize>i << 2), <f32>result)
  }
}

/** dlogits = upstream * (softmax - labels), dlabels = -upstream * logarithms. */
export function crossEntropyGradient(
  begin: i32,
  end: i32,
  _scratch: usize,
  upstream: Address,
  logarithms: Address,
  labels: Address,
  dLogits: Address,
  dLabels: Address,
  rows: i32,
  classes: i32,
  block: i32,
): void {
  const last = min(end * block, rows)
  for (let i = begin * block; i < last; i++) {
    const factor = <f64>load<f32>(upstream + (<usize>i << 2))
    for (let c = 0; c < classes; c++) {
      const at = <usize>(i * classes + c) << 2
      const logarithm = <f64>load<f32>(logarithms + at)
      const probability = logarithm < -700 ? 0 : exp64(logarithm)
      store<f32>(dLogits + at, <f32>(factor * (probability - <f64>load<f32>(labels + at))))
      store<f32>(dLabels + at, <f32>(-factor * logarithm))
    }
  }
}
