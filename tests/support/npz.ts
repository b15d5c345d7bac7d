/** @file Files of NumPy made by hand, for what NumPy does not write. */

import { type Zippable, zipSync } from 'fflate'

/** @param shape as it is written: `4, 2, 2` */
export function npy(
  type: string,
  shape: readonly number[] | string,
  data: Uint8Array,
  { fortran = false, version = 1 } = {},
): Uint8Array {
  const tuple = typeof shape === 'string' ? shape : `${shape.join(', ')}${shape.length ? ',' : ''}`
  const descr = type.startsWith('[') ? type : `'${type}'`
  const order = fortran ? 'True' : 'False'
  const text = `{'descr': ${descr}, 'fortran_order': ${order}, 'shape': (${tuple}), }`
  const header = Buffer.from(`${text}${' '.repeat(64 - ((12 + text.length + 1) % 64))}\n`)
  const length = Buffer.alloc(version === 1 ? 2 : 4)
  if (version === 1) length.writeUInt16LE(header.length)
  else length.writeUInt32LE(header.length)
  return Buffer.concat([
    Buffer.from([0x93]),
    Buffer.from('NUMPY'),
    Buffer.from([version, 0]),
    length,
    header,
    data,
  ])
}

export const bytes = (values: readonly number[]) => Uint8Array.from(values)
export const floats = (values: readonly number[]) => Buffer.from(Float32Array.from(values).buffer)
export const longs = (values: readonly number[]) =>
  Buffer.from(BigInt64Array.from(values, BigInt).buffer)

/** A sound set of four training and two test images of 2x2 bytes in two classes. */
export const sound = {
  x_train: npy('|u1', [4, 2, 2], bytes(Array(16).fill(255))),
  y_train: npy('<i8', [4], longs([0, 1, 0, 1])),
  x_test: npy('|u1', [2, 2, 2], bytes(Array(8).fill(0))),
  y_test: npy('<i8', [2], longs([0, 1])),
}

/** A sound set but for these arrays; one that is `undefined` is left out. */
export function npzWith(arrays: Record<string, Uint8Array | undefined>): Uint8Array {
  const all = Object.entries({ ...sound, ...arrays })
  return zipSync(
    Object.fromEntries(
      all.flatMap(([name, data]) => (data ? [[`${name}.npy`, data]] : [])),
    ) as Zippable,
  )
}
