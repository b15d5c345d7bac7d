/** @file Resampling of images: bilinear, with antialiasing when an image shrinks. */

/** The input positions of each output position and their weights, in one array. */
interface Taps {
  /** The first input position of each output position. */
  first: Int32Array
  /** The start of each position's weights, and finally the end of the last ones. */
  start: Int32Array
  weights: Float64Array
}

/**
 * Makes a resizer with a triangle filter, whose width scales with the reduction, and pixel centres at half
 * integers, like Pillow's BILINEAR and torchvision's antialiased `resize`.
 */
export function resizer(
  [height, width, channels]: readonly [number, number, number],
  [rows, columns]: readonly [number, number],
): (from: ArrayLike<number>, to: Float32Array) => void {
  const across = taps(width, columns)
  const down = taps(height, rows)
  const line = columns * channels
  const between = new Float64Array(height * line)
  const sums = new Float64Array(line)
  return (from, to) => {
    for (let row = 0; row < height; row++) {
      const source = { values: from, start: row * width * channels }
      resample(source, across, channels, between, row * line)
    }
    for (let row = 0; row < rows; row++) {
      const [begin, end] = [down.start[row] as number, down.start[row + 1] as number]
      sums.fill(0)
      for (let tap = begin; tap < end; tap++) {
        const weight = down.weights[tap] as number
        const start = ((down.first[row] as number) + tap - begin) * line
        for (let place = 0; place < line; place++) {
          sums[place] = (sums[place] as number) + weight * (between[start + place] as number)
        }
      }
      to.set(sums, row * line)
    }
  }
}

/** Resamples one line of pixels. */
function resample(
  { values, start: origin }: { values: ArrayLike<number>; start: number },
  { first, start, weights }: Taps,
  channels: number,
  to: Float64Array,
  target: number,
): void {
  let place = target
  for (let column = 0; column < first.length; column++) {
    const [begin, end] = [start[column] as number, start[column + 1] as number]
    const from = origin + (first[column] as number) * channels
    for (let channel = 0; channel < channels; channel++) {
      let sum = 0
      let at = from + channel
      for (let tap = begin; tap < end; tap++, at += channels) {
        sum += (weights[tap] as number) * (values[at] as number)
      }
      to[place++] = sum
    }
  }
}

function taps(from: number, to: number): Taps {
  const scale = from / to
  const reach = Math.max(1, scale)
  const first = new Int32Array(to)
  const start = new Int32Array(to + 1)
  const weights: number[] = []
  for (let place = 0; place < to; place++) {
    const center = (place + 0.5) * scale
    const begin = Math.max(0, Math.round(center - reach))
    const end = Math.min(from, Math.round(center + reach))
    const own = Array.from({ length: end - begin }, (_, tap) =>
      Math.max(0, 1 - Math.abs(begin + tap + 0.5 - center) / reach),
    )
    const total = own.reduce((sum, weight) => sum + weight, 0)
    first[place] = begin
    weights.push(...own.map((weight) => weight / total))
    start[place + 1] = weights.length
  }
  return { first, start, weights: Float64Array.from(weights) }
}
