/** @file Resampling of images: bilinear, with antialiasing where an image gets smaller. */

/** Which input places make an output place, and with which weights. */
interface Taps {
  first: number
  weights: Float64Array
}

/**
 * Triangle filter, its width scaled with the reduction, pixel centres at half integers: what Pillow's
 * BILINEAR and torchvision's antialiased `resize` do.
 */
export function resizer(
  [height, width, channels]: readonly [number, number, number],
  [rows, columns]: readonly [number, number],
): (from: ArrayLike<number>, to: Float32Array) => void {
  const across = taps(width, columns)
  const down = taps(height, rows)
  const between = new Float64Array(height * columns * channels)
  return (from, to) => {
    for (let row = 0; row < height; row++) {
      for (const [column, { first, weights }] of across.entries()) {
        for (let channel = 0; channel < channels; channel++) {
          let sum = 0
          const start = (row * width + first) * channels + channel
          for (let tap = 0; tap < weights.length; tap++) {
            sum += (weights[tap] as number) * (from[start + tap * channels] as number)
          }
          between[(row * columns + column) * channels + channel] = sum
        }
      }
    }
    const line = columns * channels
    for (const [row, { first, weights }] of down.entries()) {
      for (let place = 0; place < line; place++) {
        let sum = 0
        for (let tap = 0; tap < weights.length; tap++) {
          sum += (weights[tap] as number) * (between[(first + tap) * line + place] as number)
        }
        to[row * line + place] = sum
      }
    }
  }
}

function taps(from: number, to: number): Taps[] {
  const scale = from / to
  const reach = Math.max(1, scale)
  return Array.from({ length: to }, (_, place) => {
    const center = (place + 0.5) * scale
    const first = Math.max(0, Math.round(center - reach))
    const end = Math.min(from, Math.round(center + reach))
    const weights = Float64Array.from({ length: end - first }, (_, tap) =>
      Math.max(0, 1 - Math.abs(first + tap + 0.5 - center) / reach),
    )
    const total = weights.reduce((sum, weight) => sum + weight, 0)
    return { first, weights: weights.map((weight) => weight / total) }
  })
}
