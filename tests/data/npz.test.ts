import { execFileSync } from 'node:child_process'
import { copyFile, mkdir, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { zipSync } from 'fflate'
import { describe, expect, test } from 'vitest'
import { npz } from '../../src/data/datasets/npz.js'
import { project } from '../support/genspec.js'
import { spec, withFiles } from '../support/local-data.js'
import { bytes, floats, longs, npy, npzWith, sound } from '../support/npz.js'

const fours = (values: number[]) => npy('<f4', [4, 2, 2], floats(values))
const many = (value: number) => Array<number>(16).fill(value)
const labels = (...values: number[]) => npy('<i8', [values.length], longs(values))
const zeros = (...shape: number[]) =>
  npy('|u1', shape, new Uint8Array(shape.reduce((product, length) => product * length, 1)))

/** Each by a name that is no part of its message. */
const mistakes: [string, Uint8Array, string][] = [
  [
    'from1',
    npzWith({ y_train: labels(1, 2, 3, 4), y_test: labels(1, 2) }),
    'the labels are 1, 2, 3, 4, not integers from 0 without a gap; with classes = numpy.unique(y_train), save numpy.searchsorted(classes, y_train)',
  ],
  [
    'thousands',
    npzWith({ y_train: labels(0, 1000, 2000, 3000) }),
    'the labels are 0, 1, 1000, 2000, 3000, not integers',
  ],
  ['huge', npzWith({ y_train: labels(0, 1, 2, 2 ** 31) }), 'y_train[3] is 2147483648, not a class'],
  ['negative', npzWith({ y_train: labels(0, -1, 1, 0) }), 'y_train[1] is -1, not a class'],
  [
    'fractions',
    npzWith({ y_train: npy('<f4', [4], floats([0, 0.5, 1, 0])) }),
    'y_train[1] is 0.5, not a class',
  ],
  [
    'untrained',
    npzWith({ y_test: labels(0, 2) }),
    'y_test has the labels 2, which no image of x_train has',
  ],
  [
    'lengths',
    npzWith({ y_train: labels(0, 1, 0) }),
    'x_train has 4 images, and y_train 3 labels; each image needs one',
  ],
  [
    'onehot',
    npzWith({ y_train: npy('<f4', [4, 2], floats([1, 0, 0, 1, 1, 0, 0, 1])) }),
    'y_train has the shape (4, 2), and labels are [n]; save y_train.argmax(axis=1)',
  ],
  [
    'plane',
    npzWith({ y_test: npy('|u1', [2, 3], bytes([1, 2, 3, 1, 2, 3])) }),
    'y_test has the shape (2, 3), and labels are [n]; save one integer for each image',
  ],
  ['single', npzWith({ y_test: npy('|u1', [], bytes([1])) }), 'y_test is one number'],
  [
    'nan',
    npzWith({ x_train: fours([...many(0).slice(0, 13), NaN, 0, Infinity]) }),
    'x_train holds 2 values that are not finite, the first NaN at [3, 0, 1]; replace them, for example by numpy.nan_to_num(x_train)',
  ],
  [
    'infinite',
    npzWith({ x_test: npy('<f8', [2, 1], Buffer.from(Float64Array.of(1, -Infinity).buffer)) }),
    'x_test holds one value that is not finite, the first -Infinity at [1, 0]',
  ],
  [
    'none',
    npzWith({ x_train: zeros(0, 28, 28), y_train: labels() }),
    'x_train holds no images: its shape is (0, 28, 28)',
  ],
  [
    'pixels',
    npzWith({ x_train: zeros(4, 0, 28) }),
    'the images of x_train have no pixels: its shape is (4, 0, 28)',
  ],
  [
    'flat',
    npzWith({ x_train: zeros(4) }),
    'x_train has 1 dimension, (4,); images are [n, height, width]',
  ],
  ['deep', npzWith({ x_train: zeros(4, 2, 2, 2, 3) }), 'x_train has 5 dimensions, (4, 2, 2, 2, 3)'],
  [
    'shapes',
    npzWith({ x_test: zeros(2, 3, 2) }),
    'x_train has images of 2x2x1, and x_test of 3x2x1; bring both to one shape',
  ],
  [
    'missing',
    npzWith({ x_test: undefined, y_test: undefined }),
    'it holds x_train, y_train, and lacks x_test, y_test; save it by numpy.savez(',
  ],
  [
    'unnamed',
    zipSync({ 'arr_0.npy': sound.x_train, 'arr_1.npy': sound.y_train }),
    'it holds arr_0, arr_1, and lacks x_train, y_train, x_test, y_test',
  ],
  ['nothing', zipSync({}), 'it holds nothing, and lacks x_train'],
  [
    'objects',
    npzWith({ x_train: npy('|O', [4], bytes([0])) }),
    'x_train holds Python objects; give it one numeric type',
  ],
  [
    'texts',
    npzWith({ y_train: npy('<U3', [4], new Uint8Array(48)) }),
    'y_train holds texts; give numbers',
  ],
  [
    'records',
    npzWith({ y_train: npy("[('a', '<i4'), ('b', '<f4')]", [4], new Uint8Array(32)) }),
    'y_train holds records of several fields; save each field',
  ],
  [
    'claims',
    npzWith({ x_train: npy('|u1', [4, 20_000, 20_000], bytes([1])) }),
    'x_train is damaged: its shape (4, 20000, 20000) takes 1600000000 bytes, and it has 1; save it again',
  ],
  [
    'minus',
    npzWith({ x_train: npy('|u1', [-4, 2, 2], bytes([1])) }),
    'x_train is damaged: its header has the shape (-4, 2, 2,)',
  ],
  ['lone', sound.x_train, 'is one array (.npy), not an .npz file; save its arrays by numpy.savez('],
  ['hdf5', Buffer.from('\x89HDF\r\n\x1a\n', 'latin1'), 'is an HDF5 file, not an .npz file'],
  ['pickle', Buffer.from('\x80\x04\x95', 'latin1'), 'is a Python pickle, not an .npz file'],
  [
    'text',
    Buffer.from('x,y\n1,2\n'),
    'is not a whole .npz file: it does not begin like a ZIP archive',
  ],
  [
    'half',
    npzWith({}).subarray(0, 300),
    'is not a whole .npz file: it ends too early; save it again',
  ],
  ['empty', new Uint8Array(0), 'is empty; save it by numpy.savez('],
]

const datasets = (names: readonly string[], folder = '') =>
  names.map((name) => `dataset ${name} {\n  source npz("${folder}${name}.npz")\n}\n`).join('\n')

/** What a check says of each dataset, by the first words of the file that it names. */
async function checked(files: Record<string, Uint8Array>): Promise<Map<string, string>> {
  const { genspec, folder } = await project({ 'a.gen': datasets(Object.keys(files)) })
  for (const [name, content] of Object.entries(files)) {
    await writeFile(path.join(folder, `${name}.npz`), content)
  }
  const { stdout, stderr } = await genspec('check', '--format', 'json', 'a.gen')
  expect(stderr).toBe('')
  const found = JSON.parse(stdout) as { diagnostics: { message: string; severity: string }[] }
  return new Map(
    found.diagnostics.map(({ message, severity }) => [
      /(\w+)\.npz/.exec(message)?.[1] ?? '',
      `${severity}: ${message}`,
    ]),
  )
}

describe('npz("…"): what is wrong is said, by its array, with a remedy', async () => {
  const said = await checked(Object.fromEntries(mistakes.map(([name, content]) => [name, content])))
  test.each(mistakes)('%s', (name, _content, message) => {
    expect(said.get(name)).toContain('error: ')
    expect(said.get(name)).toContain(message)
  })
})

describe('npz("…"): what is read otherwise than one might think is said', async () => {
  const rising = floats(Array.from({ length: 16 }, (_, i) => 17 * i))
  const cases: [string, Uint8Array, string][] = [
    ['whole', npzWith({}), ''],
    [
      'unit',
      npzWith({
        x_train: fours(many(0.5)),
        x_test: npy('<f4', [2, 2, 2], floats(many(1).slice(8))),
      }),
      '',
    ],
    [
      'unscaled',
      npzWith({ x_train: npy('<f4', [4, 2, 2], rising) }),
      'pixels should lie in [0, 1], and these are taken as they are: x_train (float32) from 0 to 255; divide them, or save uint8',
    ],
    [
      'wide',
      npzWith({ x_test: npy('<i8', [2, 2, 2], longs(many(200).slice(8))) }),
      'x_test (int64) from 200 to 200',
    ],
    [
      'first',
      npzWith({ x_train: zeros(4, 3, 8, 8), x_test: zeros(2, 3, 8, 8) }),
      'x_train (4, 3, 8, 8) is read with channels first',
    ],
    [
      'planes',
      npzWith({ x_train: zeros(4, 4, 32, 32), x_test: zeros(2, 4, 32, 32) }),
      'x_train (4, 4, 32, 32) is read as images of 4x32 with 32 channels',
    ],
    ['last', npzWith({ x_train: zeros(4, 8, 8, 3), x_test: zeros(2, 8, 8, 3) }), ''],
    ['untested', npzWith({ y_test: labels(1, 1) }), 'no image of x_test is of class 0'],
    ['more', npzWith({ x_val: sound.x_test, y_val: sound.y_test }), 'not used: x_val, y_val'],
    ['column', npzWith({ y_train: npy('|u1', [4, 1], bytes([0, 1, 0, 1])) }), ''],
  ]
  const said = await checked(Object.fromEntries(cases.map(([name, content]) => [name, content])))
  test.each(cases)('%s', (name, _content, note) => {
    if (note === '') expect(said.get(name)).toBeUndefined()
    else expect(said.get(name)).toContain('warning: ')
    expect(said.get(name) ?? '').toContain(note)
  })
})

test('arrays become splits, as NumPy wrote them, compressed or not', async () => {
  for (const name of ['whole', 'compressed']) {
    const file = path.resolve(`tests/data/arrays/${name}.npz`)
    const { train, test } = await npz.load({}, file)
    expect([...train.labels, ...test.labels]).toEqual([0, 1, 2, 0, 1, 2, 0, 1, 2])
    const pixels = new Float32Array(16)
    if (!('image' in train)) throw new Error('not in memory')
    train.image(5, pixels)
    expect(pixels[7]).toBeCloseTo((40 * 5 + 10 * 1 + 3) / 255, 6)
  }
  const { genspec, folder } = await project({ 'a.gen': spec('npz("compressed.npz")') })
  await copyFile('tests/data/arrays/compressed.npz', path.join(folder, 'compressed.npz'))
  expect((await genspec('a.gen')).code).toBe(0)
})

test('truth values are 0 and 1; channels that come first come last', async () => {
  const colours = bytes(Array.from({ length: 4 * 3 * 16 }, (_, i) => i))
  const { genspec, folder } = await withFiles(spec('npz("set.npz")'), '.', {
    'set.npz': npzWith({
      x_train: npy(
        '|b1',
        [4, 3, 4, 4],
        colours.map((value) => value % 2),
      ),
      x_test: npy('|u1', [2, 3, 4, 4], colours.subarray(0, 96)),
    }),
  })
  const file = path.join(folder, 'set.npz')
  const { train, test } = await npz.load({}, file)
  if (!('image' in train) || !('image' in test)) throw new Error('not in memory')
  const pixels = new Float32Array(48)
  train.image(1, pixels)
  expect([...pixels.subarray(0, 6)]).toEqual([0, 0, 0, 1, 1, 1])
  test.image(1, pixels)
  expect(pixels[3 * 5 + 2]).toBeCloseTo((48 + 32 + 5) / 255, 6)
  // A file that was once read otherwise has another fingerprint than its content alone.
  const { fingerprint } = (await npz.locate({}, file)) as { fingerprint: string }
  expect(fingerprint).toMatch(/^npz [0-9a-f]{64}, bool as 0 and 1, channels first/)
  expect((await genspec('a.gen')).code).toBe(0)
})

test.skipIf(process.platform === 'win32')('only files are opened', async () => {
  const { genspec, folder } = await project({
    'a.gen': `${datasets(['pipe', 'folder'])}\ndataset device {\n  source npz("/dev/zero")\n}\n`,
  })
  execFileSync('mkfifo', [path.join(folder, 'pipe.npz')])
  await mkdir(path.join(folder, 'folder.npz'))
  const { code, stderr } = await genspec('check', 'a.gen')
  expect(stderr).toContain('pipe.npz cannot be read: it is a pipe, not a file')
  expect(stderr).toContain('folder.npz cannot be read: it is a folder, not a file')
  expect(stderr).toContain('/dev/zero cannot be read: it is a device, not a file')
  expect(code).toBe(2)
})

test('a small archive that unpacks to a great deal is refused before it is unpacked', async () => {
  const bomb = npzWith({ x_train: new Uint8Array(2e8) })
  expect(bomb.length).toBeLessThan(1e6)
  const { folder } = await withFiles('', '.', { 'set.npz': bomb })
  const before = process.memoryUsage().rss
  const file = path.join(folder, 'set.npz')
  expect(() => npz.describe({}, file)).toThrow(
    'x_train is not a NumPy array: its first bytes differ',
  )
  expect(process.memoryUsage().rss - before).toBeLessThan(1.2e8)
})
