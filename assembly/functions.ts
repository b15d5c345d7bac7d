/**
 * @file The transcendental functions of float32 values, computed in float64 with basic operations alone.
 *
 * IEEE 754 defines the basic operations to the last bit, so these functions have the same bits everywhere.
 * Each is within 1e-12 of the exact value, relatively, before the one rounding to float32.
 */

const LN2: f64 = 0.6931471805599453
const LOG2_E: f64 = 1.4426950408889634
/** The first 33 bits of ln 2, so that a small integer times it is exact, and the rest. */
const LN2_HIGH: f64 = 0.693147180369123816490
const LN2_LOW: f64 = 1.90821492927058770002e-10

/** 2^n for a normal result. */
@inline
function powerOfTwo(n: i64): f64 {
  return reinterpret<f64>((n + 1023) << 52)
}

/** e^x for float64 x, relative error below 1e-14; finite for |x| <= 700. */
export function exp64(x: f64): f64 {
  const n = nearest(x * LOG2_E)
  const r = x - n * LN2_HIGH - n * LN2_LOW
  let sum: f64 = 1.0 / 6227020800
  sum = sum * r + 1.0 / 479001600
  sum = sum * r + 1.0 / 39916800
  sum = sum * r + 1.0 / 3628800
  sum = sum * r + 1.0 / 362880
  sum = sum * r + 1.0 / 40320
  sum = sum * r + 1.0 / 5040
  sum = sum * r + 1.0 / 720
  sum = sum * r + 1.0 / 120
  sum = sum * r + 1.0 / 24
  sum = sum * r + 1.0 / 6
  sum = sum * r + 0.5
  sum = sum * r + 1
  sum = sum * r + 1
  return sum * powerOfTwo(<i64>n)
}

/** ln x for a positive finite normal float64, relative error below 1e-14. */
export function log64(x: f64): f64 {
  const bits = reinterpret<i64>(x)
  let exponent = ((bits >> 52) & 0x7ff) - 1023
  let m = reinterpret<f64>((bits & 0x000fffffffffffff) | 0x3ff0000000000000)
  if (m > 1.4142135623730951) {
    m *= 0.5
    exponent += 1
  }
  const s = (m - 1) / (m + 1)
  const z = s * s
  let sum: f64 = 1.0 / 21
  sum = sum * z + 1.0 / 19
  sum = sum * z + 1.0 / 17
  sum = sum * z + 1.0 / 15
  sum = sum * z + 1.0 / 13
  sum = sum * z + 1.0 / 11
  sum = sum * z + 1.0 / 9
  sum = sum * z + 1.0 / 7
  sum = sum * z + 1.0 / 5
  sum = sum * z + 1.0 / 3
  sum = sum * z + 1
  return 2 * s * sum + <f64>exponent * LN2
}

export function expOf(x: f32): f32 {
  if (x !== x) return x
  if (x > 89) return f32.MAX_VALUE * 2
  if (x < -104) return 0
  return <f32>exp64(<f64>x)
}

/** e^x - 1. */
export function expm1Of(x: f32): f32 {
  if (x > 89) return f32.MAX_VALUE * 2
  return <f32>expm1(x)
}

/** e^x - 1 in float64 for float32 x up to 89. */
function expm1(x: f32): f64 {
  const d = <f64>x
  if (abs(d) < 1e-4) return d * (1 + d * (0.5 + d / 6))
  return d < -104 ? -1 : exp64(d) - 1
}

export function logOf(x: f32): f32 {
  if (x > 0) return x < Infinity ? <f32>log64(<f64>x) : x
  return x === 0 ? <f32>-Infinity : <f32>NaN
}

export function log1pOf(x: f32): f32 {
  if (x <= -1 || x !== x || x === Infinity) return x === -1 ? <f32>-Infinity : x > 0 ? x : <f32>NaN
  const d = <f64>x
  if (abs(d) < 1e-4) return <f32>(d * (1 - d * (0.5 - d * (1.0 / 3 - d * 0.25))))
  return <f32>log64(1 + d)
}

export function tanhOf(x: f32): f32 {
  if (x !== x) return x
  if (x > 10) return 1
  if (x < -10) return -1
  const d = <f64>x
  if (abs(d) < 1e-3) return <f32>(d * (1 - d * d * (1.0 / 3 - d * d * (2.0 / 15))))
  const e = exp64(2 * d) - 1
  return <f32>(e / (e + 2))
}

export function sigmoidOf(x: f32): f32 {
  if (x !== x) return x
  if (x < -104) return 0
  if (x > 104) return 1
  return <f32>(1 / (1 + exp64(-(<f64>x))))
}

@inline
function isInteger(x: f32): bool {
  return nearest(x) === x
}

@inline
function isOdd(x: f32): bool {
  return isInteger(x) && abs(x) < 16777216 && (<i32>x & 1) === 1
}

/** x^y as in JavaScript: NaN for |x| = 1 and infinite y. */
export function powOf(x: f32, y: f32): f32 {
  if (y === 0) return 1
  if (x !== x || y !== y) return x + y
  const size = abs(x)
  if (abs(y) === Infinity) {
    if (size === 1) return <f32>NaN
    return size > 1 === y > 0 ? <f32>Infinity : 0
  }
  const negative = copysign<f32>(1, x) < 0 && isOdd(y)
  if (size === 0 || size === Infinity) {
    const large = (size === 0) === y < 0
    const result: f32 = large ? Infinity : 0
    return negative ? -result : result
  }
  if (x < 0 && !isInteger(y)) return <f32>NaN
  const exponent = <f64>y * log64(<f64>size)
  const result: f32 = exponent > 89 ? Infinity : exponent < -104 ? 0 : <f32>exp64(exponent)
  return negative ? -result : result
}
