/**
 * @file The small matrices of Winograd's method on tiles of 6 x 6, for the points 0, 1, -1, 2, -2 and infinity
 * (Lavin and Gray, arXiv 1509.09308): F(4x4, 3x3) and F(2x2, 5x5). The input's matrix is the same for both.
 *
 * Each function transforms one row or column of four channels and stores the results `step` bytes apart; values
 * that it reads from memory lie `apart` bytes apart.
 */

@inline
function times(x: v128, factor: f32): v128 {
  return f32x4.mul(x, f32x4.splat(factor))
}

/** In memory, since a load is faster than a constant. */
const FOUR = memory.data<f32>([4])

@inline
function fourFold(): v128 {
  return v128.load32_splat(FOUR)
}

/** B' d: 6 from 6. */
@inline
export function input(to: usize, step: usize, d0: v128, d1: v128, d2: v128, d3: v128, d4: v128, d5: v128): void {
  const four = fourFold()
  const even = f32x4.sub(d4, f32x4.mul(d2, four))
  const odd = f32x4.sub(d3, f32x4.mul(d1, four))
  const evenOfTwo = f32x4.sub(d4, d2)
  const step31 = f32x4.sub(d3, d1)
  const oddOfTwo = f32x4.add(step31, step31)
  v128.store(to, f32x4.add(f32x4.mul(f32x4.sub(d0, d2), four), evenOfTwo))
  v128.store(to + step, f32x4.add(even, odd))
  v128.store(to + 2 * step, f32x4.sub(even, odd))
  v128.store(to + 3 * step, f32x4.add(evenOfTwo, oddOfTwo))
  v128.store(to + 4 * step, f32x4.sub(evenOfTwo, oddOfTwo))
  v128.store(to + 5 * step, f32x4.sub(f32x4.sub(d5, d3), f32x4.mul(step31, four)))
}

/** B' d of six values in memory. */
@inline
export function inputAt(to: usize, step: usize, from: usize, apart: usize): void {
  input(
    to,
    step,
    v128.load(from),
    v128.load(from + apart),
    v128.load(from + 2 * apart),
    v128.load(from + 3 * apart),
    v128.load(from + 4 * apart),
    v128.load(from + 5 * apart),
  )
}

/** G g: 6 from `taps`. */
@inline
export function filter(to: usize, step: usize, taps: i32, from: usize, apart: usize): void {
  const zero = f32x4.splat(0)
  const g0 = v128.load(from)
  const g1 = v128.load(from + apart)
  const g2 = v128.load(from + 2 * apart)
  const g3 = taps === 5 ? v128.load(from + 3 * apart) : zero
  const g4 = taps === 5 ? v128.load(from + 4 * apart) : zero
  const even = times(f32x4.add(f32x4.add(g0, g2), g4), -1.0 / 6)
  const odd = times(f32x4.add(g1, g3), 1.0 / 6)
  const evenOfTwo = times(f32x4.add(f32x4.add(g0, times(g2, 4)), times(g4, 16)), 1.0 / 24)
  const oddOfTwo = times(f32x4.add(g1, times(g3, 4)), 1.0 / 12)
  v128.store(to, times(g0, 0.25))
  v128.store(to + step, f32x4.sub(even, odd))
  v128.store(to + 2 * step, f32x4.add(even, odd))
  v128.store(to + 3 * step, f32x4.add(evenOfTwo, oddOfTwo))
  v128.store(to + 4 * step, f32x4.sub(evenOfTwo, oddOfTwo))
  v128.store(to + 5 * step, taps === 3 ? g2 : g4)
}

/** A' m: the outputs, 4 with 3 taps and 2 with 5, from 6. */
@inline
export function output(to: usize, step: usize, taps: i32, from: usize, apart: usize): void {
  const m0 = v128.load(from)
  const m1 = v128.load(from + apart)
  const m2 = v128.load(from + 2 * apart)
  const m3 = v128.load(from + 3 * apart)
  const m4 = v128.load(from + 4 * apart)
  const m5 = v128.load(from + 5 * apart)
  const sum = f32x4.add(m1, m2)
  const difference = f32x4.sub(m1, m2)
  const sumOfTwo = f32x4.add(m3, m4)
  const differenceOfTwo = f32x4.sub(m3, m4)
  v128.store(to, f32x4.add(f32x4.add(m0, sum), sumOfTwo))
  const second = f32x4.add(difference, times(differenceOfTwo, 2))
  if (taps === 5) {
    v128.store(to + step, f32x4.add(second, m5))
  } else {
    v128.store(to + step, second)
    v128.store(to + 2 * step, f32x4.add(sum, times(sumOfTwo, 4)))
    v128.store(to + 3 * step, f32x4.add(f32x4.add(difference, times(differenceOfTwo, 8)), m5))
  }
}

/** A y: 6 from the gradients of the outputs, 4 with 3 taps and 2 with 5 (y2 = y3 = 0). */
@inline
export function outputGradient(
  to: usize,
  step: usize,
  taps: i32,
  y0: v128,
  y1: v128,
  y2: v128,
  y3: v128,
): void {
  let even = y0
  let odd = y1
  let evenOfTwo = y0
  let oddOfTwo = times(y1, 2)
  if (taps === 3) {
    even = f32x4.add(even, y2)
    odd = f32x4.add(odd, y3)
    evenOfTwo = f32x4.add(evenOfTwo, times(y2, 4))
    oddOfTwo = f32x4.add(oddOfTwo, times(y3, 8))
  }
  v128.store(to, y0)
  v128.store(to + step, f32x4.add(even, odd))
  v128.store(to + 2 * step, f32x4.sub(even, odd))
  v128.store(to + 3 * step, f32x4.add(evenOfTwo, oddOfTwo))
  v128.store(to + 4 * step, f32x4.sub(evenOfTwo, oddOfTwo))
  v128.store(to + 5 * step, taps === 3 ? y3 : y1)
}

/** A y of values in memory. */
@inline
export function outputGradientAt(to: usize, step: usize, taps: i32, from: usize, apart: usize): void {
  outputGradient(
    to,
    step,
    taps,
    v128.load(from),
    v128.load(from + apart),
    v128.load(from + 2 * apart),
    v128.load(from + 3 * apart),
  )
}

/** G' m: the gradients of `taps` taps from 6. */
@inline
export function filterGradient(to: usize, step: usize, taps: i32, from: usize, apart: usize): void {
  const m0 = v128.load(from)
  const m1 = v128.load(from + apart)
  const m2 = v128.load(from + 2 * apart)
  const m3 = v128.load(from + 3 * apart)
  const m4 = v128.load(from + 4 * apart)
  const m5 = v128.load(from + 5 * apart)
  const sum = times(f32x4.add(m1, m2), -1.0 / 6)
  const difference = times(f32x4.sub(m2, m1), 1.0 / 6)
  const sumOfTwo = times(f32x4.add(m3, m4), 1.0 / 24)
  const differenceOfTwo = times(f32x4.sub(m3, m4), 1.0 / 12)
  const third = f32x4.add(sum, times(sumOfTwo, 4))
  v128.store(to, f32x4.add(f32x4.add(times(m0, 0.25), sum), sumOfTwo))
  v128.store(to + step, f32x4.add(difference, differenceOfTwo))
  if (taps === 3) {
    v128.store(to + 2 * step, f32x4.add(third, m5))
  } else {
    v128.store(to + 2 * step, third)
    v128.store(to + 3 * step, f32x4.add(difference, times(differenceOfTwo, 4)))
    v128.store(to + 4 * step, f32x4.add(f32x4.add(sum, times(sumOfTwo, 16)), m5))
  }
}
