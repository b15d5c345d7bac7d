import { readFileSync } from 'node:fs'
import { mkdtemp, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import fc from 'fast-check'
import { zipSync } from 'fflate'
import { describe, expect, test } from 'vitest'
import { type NpyArray, NpyReader } from '../../src/data/files/npy.js'
import { crc32, crc32Here } from '../../src/data/files/crc32.js'
import { readEntry, zipEntries } from '../../src/data/files/zip.js'
import { withRegularFile } from '../../src/files/regular-file.js'
import { npy } from '../support/npz.js'

const folder = path.resolve('tests/data/arrays')

async function written(bytes: Uint8Array): Promise<string> {
  const file = path.join(await mkdtemp(path.join(tmpdir(), 'genspec-arrays-')), 'set.npz')
  await writeFile(file, bytes)
  return file
}

/** The content of each entry, by its name. */
function entriesOf(file: string): Map<string, Buffer> {
  return withRegularFile(file, (open) => {
    const contents = zipEntries(open).map((entry) => {
      const parts: Uint8Array[] = []
      readEntry(open, entry, (bytes) => parts.push(Buffer.from(bytes)))
      return [entry.name, Buffer.concat(parts)] as const
    })
    return new Map(contents)
  })
}

function arrayOf(bytes: Uint8Array, partLength = bytes.length): NpyArray {
  const reader = new NpyReader(bytes.length)
  for (let start = 0; start < bytes.length; start += partLength) {
    reader.push(bytes.subarray(start, start + partLength))
  }
  return reader.end()
}

const names: Record<string, string> = {
  ...{ b1: 'bool', u1: 'uint8', i1: 'int8', u2: 'uint16', i2: 'int16', u4: 'uint32' },
  ...{ i4: 'int32', u8: 'uint64', i8: 'int64', f2: 'float16', f4: 'float32', f8: 'float64' },
}

describe('.npy', () => {
  test.each([...entriesOf(path.join(folder, 'types.npz'))])('NumPy wrote %s', (name, bytes) => {
    const [code = ''] = name.split(' ')
    const signed = 'if'.includes(code.charAt(0)) ? 5 : 0
    const values = Array.from(
      { length: 24 },
      (_, i) => (i - signed) / (code.startsWith('f') ? 2 : 1),
    )
    const wanted = code === 'b1' ? values.map((value) => value % 2) : values
    const { shape, type, data } = arrayOf(bytes)
    expect([shape, type]).toEqual([[2, 3, 4], names[code]])
    expect(Array.from(data)).toEqual(wanted)
  })

  test('halves and 64-bit integers have their values', () => {
    const entries = entriesOf(path.join(folder, 'halves.npz'))
    const valuesOf = (name: string) =>
      Array.from(arrayOf(entries.get(`${name}.npy`) as Buffer).data)
    const [third] = valuesOf('halves').slice(-1)
    expect(third).toBeCloseTo(1 / 3, 3)
    expect(valuesOf('halves').slice(0, -1)).toEqual([
      ...[0, -0, 65504, 2 ** -24, 2 ** -14, Infinity, -Infinity, NaN],
    ])
    expect(valuesOf('wide')).toEqual([2 ** 40, -(2 ** 40)])
    expect(valuesOf('large')).toEqual([2 ** 63])
  })

  test.each([
    ['objects', 'holds Python objects'],
    ['texts', 'holds texts'],
    ['bytes', 'holds texts'],
    ['records', 'holds records of several fields'],
    ['complex', 'holds complex numbers'],
    ['dates', 'holds dates'],
    ['long', "holds numbers of a type that is not read, '<f16'"],
  ])('%s are refused', (name, message) => {
    const bytes = entriesOf(path.join(folder, 'others.npz')).get(`${name}.npy`) as Buffer
    expect(() => arrayOf(bytes)).toThrow(message)
  })

  const data = new Uint8Array(12)
  test.each([
    [
      'more elements than bytes',
      npy('<f4', [1_000_000, 1_000_000], data),
      /its shape .* takes 4000000000000 bytes, and it has 12/,
    ],
    ['fewer elements than bytes', npy('<f4', [1], data), /takes 4 bytes, and it has 12/],
    ['a negative length', npy('<f4', [-3], data), /its header has the shape \(-3,\)/],
    [
      'lengths whose product no number holds',
      npy('<f4', Array(30).fill(999_999), data),
      /takes .* bytes/,
    ],
    ['a length of letters', npy('<f4', '3, many', data), /its header has the shape \(3, many\)/],
    [
      'no shape',
      npy('<f4', ')(', data).map((byte) => (byte === 0x70 ? 0x71 : byte)),
      /says neither type nor shape/,
    ],
    ['no array', Buffer.from('a text that goes on'), /is not a NumPy array/],
    ['nothing', new Uint8Array(0), /it ends too early/],
    ['a part of the header', npy('<f4', [3], data).subarray(0, 30), /it ends too early/],
  ])('%s', (_name, bytes, message) => {
    expect(() => arrayOf(bytes)).toThrow(message)
  })

  test('a header that never ends is refused when its length is read', () => {
    const endless = Buffer.concat([Buffer.from('\x93NUMPY\x02\x00\xff\xff\xff\x7f', 'latin1')])
    const reader = new NpyReader(2 ** 40)
    expect(() => reader.push(endless)).toThrow('its header claims 2147483647 bytes')
  })

  test('bytes may come in parts of any length', () =>
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: -(2 ** 31), max: 2 ** 31 - 1 }), {
          minLength: 1,
          maxLength: 50,
        }),
        fc.integer({ min: 1, max: 200 }),
        fc.constantFrom(1, 2, 3),
        (values, part, version) => {
          const bytes = npy('<i4', [values.length], Buffer.from(Int32Array.from(values).buffer), {
            version,
          })
          expect(Array.from(arrayOf(bytes, part).data)).toEqual(values)
        },
      ),
    ))

  test('any order of axes comes to the same array', () =>
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 4 }), { maxLength: 4 }), (shape) => {
        const count = shape.reduce((product, length) => product * length, 1)
        // What stands at an index is the index itself, in digits.
        const digits = (place: number, axes: readonly number[]) => {
          let value = 0
          for (const axis of axes) {
            value += (place % (shape[axis] as number)) * 5 ** axis
            place = Math.floor(place / (shape[axis] as number))
          }
          return value
        }
        const axes = [...shape.keys()]
        const fortran = Float32Array.from({ length: count }, (_, place) => digits(place, axes))
        const c = Array.from({ length: count }, (_, place) => digits(place, [...axes].reverse()))
        const bytes = npy('<f4', shape, Buffer.from(fortran.buffer), { fortran: true })
        expect(Array.from(arrayOf(bytes).data)).toEqual(c)
      }),
    ))
})

test('the checksum is that of zlib, where Node has none too', () => {
  expect(crc32(Buffer.from('123456789'))).toBe(0xcbf43926)
  fc.assert(
    fc.property(fc.uint8Array(), fc.uint8Array(), (one, other) => {
      expect(crc32Here(other, crc32Here(one))).toBe(crc32(Buffer.concat([one, other])))
    }),
  )
})

describe('ZIP archives', () => {
  test('entries are what was put in, compressed or not', () =>
    fc.assert(
      fc.asyncProperty(
        fc.dictionary(fc.stringMatching(/^[a-z]{1,8}$/), fc.uint8Array({ maxLength: 5000 })),
        fc.constantFrom(0, 6),
        async (files, level) => {
          const file = await written(zipSync({ ...files }, { level: level as 0 | 6 }))
          const found = entriesOf(file)
          expect([...found.keys()].sort()).toEqual(Object.keys(files).sort())
          for (const [name, bytes] of found) expect([...bytes]).toEqual([...(files[name] ?? [])])
        },
      ),
      { numRuns: 30, seed: 1 },
    ))

  test('a damaged or cut archive is an error, wherever it is damaged', async () => {
    const whole = readFileSync(path.join(folder, 'compressed.npz'))
    const contents = [...entriesOf(path.join(folder, 'compressed.npz')).values()]
    for (let at = 0; at < whole.length; at += 7) {
      const bytes = Buffer.from(whole)
      bytes[at] = (bytes[at] as number) ^ 0xff
      const file = await written(bytes)
      // Names, times and the like may be other ones; contents may not.
      let found: Buffer[]
      try {
        found = [...entriesOf(file).values()]
      } catch {
        continue
      }
      for (const one of found) expect(contents.some((content) => content.equals(one))).toBe(true)
    }
    for (const share of [0, 0.3, 0.6, 0.9]) {
      const file = await written(whole.subarray(0, Math.floor(share * whole.length)))
      expect(() => entriesOf(file)).toThrow(/begin like a ZIP archive|ends too early|damaged/)
    }
  })

  test('no more is unpacked than the archive announces', async () => {
    const bytes = Buffer.from(zipSync({ a: new Uint8Array(2e7) }))
    // The size in the directory, behind the entry.
    const directory = bytes.lastIndexOf(Buffer.from([0x50, 0x4b, 1, 2]))
    bytes.writeUInt32LE(1000, directory + 24)
    const file = await written(bytes)
    let seen = 0
    const work = () =>
      withRegularFile(file, (open) => {
        for (const entry of zipEntries(open))
          readEntry(open, entry, (part) => (seen += part.length))
      })
    expect(work).toThrow('it holds more than the 1000 bytes it announces')
    expect(seen).toBe(0)
  })
})
