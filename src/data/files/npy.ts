/** @file Arrays in NumPy's .npy format, versions 1 to 3. */

export interface NpyArray {
  shape: number[]
  data:
    | Uint8Array
    | Int8Array
    | Int16Array
    | Uint16Array
    | Int32Array
    | Uint32Array
    | Float32Array
    | Float64Array
}

/** Little-endian types, or those of one byte. */
const readers: Record<string, (buffer: ArrayBuffer) => NpyArray['data']> = {
  '|u1': (buffer) => new Uint8Array(buffer),
  '|b1': (buffer) => new Uint8Array(buffer),
  '|i1': (buffer) => new Int8Array(buffer),
  '<i2': (buffer) => new Int16Array(buffer),
  '<u2': (buffer) => new Uint16Array(buffer),
  '<i4': (buffer) => new Int32Array(buffer),
  '<u4': (buffer) => new Uint32Array(buffer),
  '<f4': (buffer) => new Float32Array(buffer),
  '<f8': (buffer) => new Float64Array(buffer),
  '<i8': (buffer) => Float64Array.from(new BigInt64Array(buffer), Number),
  '<u8': (buffer) => Float64Array.from(new BigUint64Array(buffer), Number),
}

/** @throws Error that says what is wrong with the bytes */
export function parseNpy(bytes: Uint8Array): NpyArray {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const magic = String.fromCharCode(...bytes.subarray(1, 6))
  if (bytes[0] !== 0x93 || magic !== 'NUMPY') throw new Error('it does not begin as a .npy file')
  const wide = (bytes[6] as number) >= 2
  const start = wide ? 12 : 10
  const end = start + (wide ? view.getUint32(8, true) : view.getUint16(8, true))
  const header = new TextDecoder().decode(bytes.subarray(start, end))
  const type = /'descr':\s*'([^']+)'/.exec(header)?.[1] ?? 'none'
  const shape = /'shape':\s*\(([^)]*)\)/.exec(header)?.[1]
  const reader = readers[type]
  if (reader === undefined || shape === undefined) throw new Error(`its type ${type} is not read`)
  if (/'fortran_order':\s*True/.test(header)) throw new Error('it is in Fortran order')
  const lengths = shape.split(',').flatMap((text) => (text.trim() === '' ? [] : [Number(text)]))
  const values = lengths.reduce((product, length) => product * length, 1)
  const size = Number(type.slice(2)) * values
  if (bytes.length - end < size) {
    throw new Error(`it is truncated: ${bytes.length - end} bytes of ${size}`)
  }
  const data = reader(bytes.slice(end, end + size).buffer as ArrayBuffer)
  return { shape: lengths, data }
}
