/** @file Broadcasting of two shapes, reduced to the four axes that the kernels accept. */

/** An axis of the result, with the stride of each input along it, in elements. */
interface Axis {
  size: number
  a: number
  b: number
}

function stridesFor(shape: number[], result: number[]): number[] {
  const offset = result.length - shape.length
  let stride = 1
  const strides = result.map(() => 0)
  for (let axis = result.length - 1; axis >= offset; axis--) {
    const size = shape[axis - offset] ?? 1
    strides[axis] = size === 1 ? 0 : stride
    stride *= size
  }
  return strides
}

/** Four axes, outermost first; `undefined` if the broadcast needs more. */
export function broadcastAxes(
  aShape: number[],
  bShape: number[],
  result: number[],
): [Axis, Axis, Axis, Axis] | undefined {
  const [a, b] = [stridesFor(aShape, result), stridesFor(bShape, result)]
  const axes: Axis[] = []
  result.forEach((size, index) => {
    if (size === 1) return
    const next = { size, a: a[index] ?? 0, b: b[index] ?? 0 }
    const last = axes.at(-1)
    if (last !== undefined && last.a === next.a * size && last.b === next.b * size) {
      axes[axes.length - 1] = { ...next, size: last.size * size }
    } else {
      axes.push(next)
    }
  })
  while (axes.length < 4) axes.unshift({ size: 1, a: 0, b: 0 })
  return axes.length === 4 ? (axes as [Axis, Axis, Axis, Axis]) : undefined
}
