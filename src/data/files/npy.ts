/**
 * @file Arrays of numbers in NumPy's .npy format, versions 1 to 3, in any byte order and any order of the axes.
 */

/** An array in C order: the last index varies fastest. */
export interface NpyArray {
  shape: number[]
  /** NumPy's name of the type: `uint8`, `float32`. */
  type: string
  data: ArrayLike<number> & { readonly length: number }
}

/** A mistake in an array. The message continues the array's name, and ends with the remedy. */
export class NpyError extends Error {}

interface Header {
  shape: number[]
  /** NumPy's letter and number of bytes: `f4`. */
  code: string
  bigEndian: boolean
  fortran: boolean
}

interface NumberType {
  name: string
  bytes: number
  /** Converts bytes in this machine's order to values; takes ownership of the bytes. */
  read(buffer: ArrayBuffer): NpyArray['data']
}

const types: Record<string, NumberType> = {
  b1: { name: 'bool', bytes: 1, read: (buffer) => new Uint8Array(buffer) },
  u1: { name: 'uint8', bytes: 1, read: (buffer) => new Uint8Array(buffer) },
  i1: { name: 'int8', bytes: 1, read: (buffer) => new Int8Array(buffer) },
  u2: { name: 'uint16', bytes: 2, read: (buffer) => new Uint16Array(buffer) },
  i2: { name: 'int16', bytes: 2, read: (buffer) => new Int16Array(buffer) },
  u4: { name: 'uint32', bytes: 4, read: (buffer) => new Uint32Array(buffer) },
  i4: { name: 'int32', bytes: 4, read: (buffer) => new Int32Array(buffer) },
  u8: { name: 'uint64', bytes: 8, read: (buffer) => fromLong(buffer, new Uint32Array(buffer)) },
  i8: { name: 'int64', bytes: 8, read: (buffer) => fromLong(buffer, new Int32Array(buffer)) },
  f2: { name: 'float16', bytes: 2, read: (buffer) => fromHalf(new Uint16Array(buffer)) },
  f4: { name: 'float32', bytes: 4, read: (buffer) => new Float32Array(buffer) },
  f8: { name: 'float64', bytes: 8, read: (buffer) => new Float64Array(buffer) },
}

const texts =
  'texts; give numbers, which numpy.unique(y, return_inverse=True)[1] makes of the names of classes'

/** The reasons why arrays of these types are not read. */
const others: Record<string, string> = {
  O: 'Python objects; give it one numeric type, as numpy.stack(x).astype("float32") does',
  U: texts,
  S: texts,
  V: 'records of several fields; save each field as an array of its own',
  c: 'complex numbers; save their real parts',
  M: 'dates; give numbers',
  m: 'spans of time; give numbers',
}

/** NumPy's limit; the headers of arrays of numbers have about a hundred bytes. */
const longestHeader = 10_000
const magic = '\x93NUMPY'

/** Reads one array from a stream of bytes. */
export class NpyReader {
  readonly #size: number
  #start = Buffer.alloc(0)
  #header: Header | undefined
  #values: Uint8Array = new Uint8Array(0)
  #done = 0

  /** @param size the file's size in bytes */
  constructor(size: number) {
    this.#size = size
  }

  /**
   * Takes the next bytes.
   * @throws NpyError as soon as the bytes cannot be such a file
   */
  push(bytes: Uint8Array): void {
    if (this.#header) this.#take(bytes)
    else {
      this.#start = Buffer.concat([this.#start, bytes])
      const end = headerEnd(this.#start)
      if (this.#start.length < end) return
      this.#header = parseHeader(this.#start.toString('latin1', 0, end))
      const length = lengthOf(this.#header)
      const announced = this.#size - end
      if (announced !== length) {
        const shape = `(${this.#header.shape.join(', ')})`
        throw new NpyError(
          `is damaged: its shape ${shape} takes ${length} bytes, and it has ${announced}; save it again`,
        )
      }
      this.#values = new Uint8Array(length)
      this.#take(this.#start.subarray(end))
    }
  }

  /**
   * Returns the array.
   * @throws NpyError if bytes are missing
   */
  end(): NpyArray {
    const header = this.#header
    if (header === undefined || this.#done < this.#values.length) {
      throw new NpyError('is damaged: it ends too early; save it again')
    }
    const { shape, code, bigEndian, fortran } = header
    const { name, bytes, read } = types[code] as NumberType
    const { buffer } = this.#values as { buffer: ArrayBuffer }
    if (bigEndian) swap(Buffer.from(buffer), bytes)
    const data = read(buffer)
    return { shape, type: name, data: fortran ? inCOrder(data, shape) : data }
  }

  #take(bytes: Uint8Array): void {
    this.#values.set(bytes, this.#done)
    this.#done += bytes.length
  }
}

/** The offset of the values; beyond the end of the buffer while it is unknown. */
function headerEnd(start: Buffer): number {
  const known = start.toString('latin1', 0, magic.length)
  if (!magic.startsWith(known)) throw new NpyError('is not a NumPy array: its first bytes differ')
  if (start.length < 12) return Infinity
  const wide = (start[6] as number) >= 2
  const length = wide ? start.readUInt32LE(8) : start.readUInt16LE(8)
  if (length > longestHeader) {
    throw new NpyError(`is damaged: its header claims ${length} bytes; save it again`)
  }
  return (wide ? 12 : 10) + length
}

function parseHeader(text: string): Header {
  const [, descr = ''] = /'descr':\s*(\[|'[^']*')/.exec(text) ?? []
  const [, order] = /'fortran_order':\s*(True|False)/.exec(text) ?? []
  const [, shape] = /'shape':\s*\(([^)]*)\)/.exec(text) ?? []
  const [, endianness, letter = '', bytes = ''] = /^'([<>|=])(\w)(\d*)/.exec(descr) ?? []
  const other = descr === '[' ? others['V'] : others[letter]
  if (other !== undefined) throw new NpyError(`holds ${other}`)
  const code = letter + bytes
  if (shape === undefined || order === undefined || descr === '') {
    throw new NpyError('is damaged: its header says neither type nor shape; save it again')
  }
  if (types[code] === undefined) {
    throw new NpyError(`holds numbers of a type that is not read, ${descr}; save it as float32`)
  }
  const lengths = shape.split(',').flatMap((part) => (part.trim() === '' ? [] : [part.trim()]))
  // Python 2 wrote `3L`.
  if (!lengths.every((length) => /^\d{1,15}L?$/.test(length))) {
    throw new NpyError(`is damaged: its header has the shape (${shape}); save it again`)
  }
  return {
    code,
    shape: lengths.map((length) => parseInt(length, 10)),
    bigEndian: endianness === '>',
    fortran: order === 'True',
  }
}

function lengthOf({ shape, code }: Header): number {
  return shape.reduce((product, length) => product * length, (types[code] as NumberType).bytes)
}

function swap(bytes: Buffer, width: number): void {
  if (width === 2) bytes.swap16()
  else if (width === 4) bytes.swap32()
  else if (width === 8) bytes.swap64()
}

/**
 * Converts 64-bit integers in place, from pairs of words, the low one first. Values that a double cannot
 * represent are rounded.
 */
function fromLong(buffer: ArrayBuffer, words: Int32Array | Uint32Array): Float64Array {
  const values = new Float64Array(buffer)
  for (let i = 0; i < values.length; i++) {
    values[i] = (words[2 * i + 1] as number) * 2 ** 32 + ((words[2 * i] as number) >>> 0)
  }
  return values
}

/** Converts IEEE 754 binary16. */
function fromHalf(halves: Uint16Array): Float32Array {
  const values = new Float32Array(halves.length)
  for (let i = 0; i < halves.length; i++) {
    const half = halves[i] as number
    const [exponent, fraction] = [(half >> 10) & 31, half & 1023]
    const size =
      exponent === 31
        ? fraction === 0
          ? Infinity
          : NaN
        : exponent === 0
          ? fraction * 2 ** -24
          : (1024 + fraction) * 2 ** (exponent - 25)
    values[i] = half & 0x8000 ? -size : size
  }
  return values
}

/** Rearranges values whose first index varies fastest. */
function inCOrder(data: NpyArray['data'], shape: readonly number[]): NpyArray['data'] {
  const result = new (data.constructor as new (length: number) => Float64Array)(data.length)
  const place = shape.map(() => 0)
  const strides = shape.map((_, axis) =>
    shape.slice(0, axis).reduce((product, length) => product * length, 1),
  )
  for (let to = 0, from = 0; to < result.length; to++) {
    result[to] = data[from] as number
    for (let axis = shape.length - 1; axis >= 0; axis--) {
      const [length, stride] = [shape[axis] as number, strides[axis] as number]
      from += stride
      place[axis] = (place[axis] as number) + 1
      if ((place[axis] as number) < length) break
      from -= stride * length
      place[axis] = 0
    }
  }
  return result
}
