import { execFileSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { mkdir, readFile, readdir, rm, symlink, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { encode } from 'fast-png'
import { describe, expect, test } from 'vitest'
import { PictureFolder } from '../../src/data/files/picture-folder.js'
import { leftOutText } from '../../src/data/files/left-out.js'
import { folder as folderKind } from '../../src/data/datasets/folder.js'
import { project } from '../support/genspec.js'
import { spec, withFiles } from '../support/local-data.js'

/** A picture of one colour: red, or blue. */
const colour = (channel: number) => (width: number, height: number) =>
  Buffer.from(
    encode({
      ...{ width, height, channels: 3 },
      data: Uint8Array.from({ length: 3 * width * height }, (_, i) =>
        i % 3 === channel ? 255 : 0,
      ),
    }),
  )
const [red, blue] = [colour(0), colour(2)]
const webp = await readFile('tests/data/pictures/lossy.webp')
const jpeg = await readFile('tests/data/pictures/baseline.jpg')

const pictures = (): Record<string, Buffer> =>
  Object.fromEntries(
    [0, 1, 2, 3, 4].flatMap((index) => [
      [`red/${index}.png`, red(10 + index, 8)],
      [`blue/${index}.png`, blue(8, 10 + index)],
    ]),
  )

const own = spec('folder("pictures", size: 8x8)')

/** Each class in folders of both splits. */
const inSplits = (train: string, test: string, classes = ['red', 'blue']) =>
  Object.fromEntries(
    classes.flatMap((name) => [
      [`${train}/${name}/0.png`, red(4, 4)],
      [`${train}/${name}/1.png`, red(4, 4)],
      [`${test}/${name}/0.png`, blue(4, 4)],
    ]),
  )

interface Found {
  diagnostics: { code: string; severity: string; message: string }[]
}

async function checked(
  files: Record<string, Uint8Array>,
  more?: (folder: string) => Promise<void>,
) {
  const { genspec, folder } = await withFiles(own, 'pictures', files)
  await more?.(path.join(folder, 'pictures'))
  const { stdout, stderr } = await genspec('check', '--format', 'json', 'a.gen')
  expect(stderr).toBe('')
  const { diagnostics } = JSON.parse(stdout) as Found
  return {
    genspec,
    folder,
    said: diagnostics
      .filter(({ code }) => code.startsWith('GS23'))
      .map(({ severity, message }) => `${severity}: ${message}`),
  }
}

const sizes = (where: string) =>
  folderKind.describe({ size: [4, 4], fit: 'stretch', test: 0.2 }, where).examples

describe('folder("…")', () => {
  test('pictures of any size are brought to one, decoded once, split and learnt', async () => {
    const { genspec, folder } = await withFiles(
      own.replace('1 epochs', '20 epochs').replace('>= 0%', '>= 100%'),
      'pictures',
      pictures(),
    )
    expect((await genspec('a.gen')).code).toBe(0)
    expect(await readdir(path.join(folder, 'cache', 'images'))).toHaveLength(2)
  })

  test('moving the folder trains nothing again; another picture does', async () => {
    const { genspec, folder } = await withFiles(own, 'pictures', pictures())
    await genspec('a.gen')
    execFileSync('cp', ['-r', 'pictures', 'elsewhere'], { cwd: folder })
    await rm(path.join(folder, 'pictures'), { recursive: true })
    await writeFile(path.join(folder, 'a.gen'), own.replace('"pictures"', '"elsewhere"'))
    expect((await genspec('a.gen')).stdout).toContain('0 runs to train, 1 from the store')
    await writeFile(path.join(folder, 'elsewhere', 'red', '0.png'), blue(8, 8))
    expect((await genspec('a.gen')).stdout).toContain('1 run to train')
  })

  test.each([
    ['a text', Buffer.from('not a picture'), /red\/0\.png is neither PNG nor JPEG/],
    ['half a picture', red(40, 40).subarray(0, 60), /red\/0\.png cannot be read/],
    ['an empty file', Buffer.alloc(0), /red\/0\.png is empty; replace or remove it/],
  ])('%s is an error that leaves nothing in the cache, exit 3', async (_name, bytes, message) => {
    const files = { ...pictures(), 'red/0.png': bytes }
    const { genspec, folder } = await withFiles(own, 'pictures', files)
    const { code, stdout } = await genspec('a.gen')
    expect(stdout.replace(/\s+/g, ' ')).toMatch(message)
    expect(code).toBe(3)
    const cache = path.join(folder, 'cache', 'images')
    expect(existsSync(cache) ? await readdir(cache) : []).toEqual([])
  })

  test('damaged pictures are named together, the first ten and how many there are', async () => {
    const damaged = Array.from({ length: 12 }, (_, index) => `red/1${index}.jpg`)
    const files = Object.fromEntries(damaged.map((name) => [name, Buffer.from('GIF89a')]))
    const { genspec } = await withFiles(own, 'pictures', { ...pictures(), ...files })
    const { code, stdout } = await genspec('a.gen')
    const said = stdout.replace(/\s+/g, ' ')
    expect(said).toContain('12 pictures cannot be used: pictures/red/10.jpg is neither')
    expect(said).toContain('; and 2 more; replace or remove them')
    // Once where the run ends, and once in the verdict.
    expect(said.match(/but GIF/g)).toHaveLength(20)
    expect(code).toBe(3)
  })
})

describe('what lies in a folder of pictures', () => {
  test('pictures are read whatever their names, in folders of a class too', async () => {
    const { said, folder, genspec } = await checked({
      ...pictures(),
      'red/a.webp': webp,
      'red/b.jfif': jpeg,
      'red/without-a-name-that-says-so': red(3, 3),
      'red/photo.dat': jpeg,
      'red/holidays/2021/c.PNG': red(3, 3),
    })
    expect(said).toEqual([])
    expect(sizes(path.join(folder, 'pictures'))).toEqual({ train: 12, test: 3 })
    expect((await genspec('a.gen')).code).toBe(0)
  })

  test('what systems leave behind is passed over in silence', async () => {
    const litter = ['._0.png', '.DS_Store', 'Thumbs.db', 'desktop.ini', '__MACOSX/red/0.png']
    const { said, genspec } = await checked({
      ...pictures(),
      ...Object.fromEntries(litter.map((name) => [`red/${name}`, Buffer.from('x')])),
      '.DS_Store': Buffer.from('x'),
      '__MACOSX/red/._0.png': Buffer.from('x'),
      '.ipynb_checkpoints/0.png': red(3, 3),
      'README.md': Buffer.from('about'),
    })
    expect(said).toEqual([])
    expect((await genspec('a.gen')).code).toBe(0)
  })

  test('what is left out is said with counts and examples: by check, in the record and in reports', async () => {
    const note =
      'pictures: left out: 4 GIF files, which are not read (red/0.gif, red/1.gif, red/2.gif, …); ' +
      '2 files that are not pictures (blue/labels.csv, red/notes.txt); ' +
      '1 picture in no class folder (cover.jpg); 1 empty file (blue/nothing); 1 hidden picture (red/.5.png)'
    const { said, genspec, folder } = await checked({
      ...pictures(),
      ...Object.fromEntries([0, 1, 2, 3].map((i) => [`red/${i}.gif`, Buffer.from('GIF89a')])),
      'red/notes.txt': Buffer.from('later'),
      'blue/labels.csv': Buffer.from('a,b'),
      'blue/nothing': Buffer.alloc(0),
      'red/.5.png': red(3, 3),
      'cover.jpg': jpeg,
    })
    expect(said).toEqual([`warning: ${note}`])
    const reports = ['html=a.html', 'markdown=a.md', 'json=a.json'].flatMap((one) => [
      '--reporter',
      one,
    ])
    const { code, stdout } = await genspec('a.gen', '--reporter', 'default', ...reports)
    expect(code).toBe(0)
    expect(stdout.replace(/\s+/g, ' ')).toContain(`data: ${note}`)
    const text = (name: string) => readFile(path.join(folder, name), 'utf8')
    expect(await text('a.html')).toContain(`Data: ${note}`)
    expect((await text('a.md')).replaceAll('\\', '')).toContain(`- ${note}`)
    const { claims } = JSON.parse(await text('a.json')) as { claims: { dataNotes: string[] }[] }
    expect(claims[0]?.dataNotes).toEqual([note])
    const runs = path.join(folder, '.genspec', 'runs')
    const [key = ''] = (await readdir(runs)).filter((name) => /^[0-9a-f]{64}$/.test(name))
    const record = await readFile(path.join(runs, key, 'record.json'), 'utf8')
    expect(record).toMatch(/"dataNotes":\s*\[/)
    expect(record).toContain(JSON.stringify(note))
    // What is left out decides nothing: a run without it is the same run.
    await rm(path.join(folder, 'pictures/cover.jpg'))
    expect((await genspec('a.gen')).stdout).toContain('0 runs to train, 1 from the store')
  })

  test.skipIf(process.platform === 'win32')(
    'links are followed inside of the folder, not out of it, and not in circles',
    async () => {
      const { said, folder } = await checked(
        {
          'store/one/0.png': red(4, 4),
          'store/one/1.png': red(4, 4),
          'store/two/0.png': blue(4, 4),
        },
        async (at) => {
          const link = async (target: string, name: string) => {
            await mkdir(path.dirname(path.join(at, name)), { recursive: true })
            await symlink(target, path.join(at, name))
          }
          await writeFile(path.join(at, '..', 'outside.png'), red(4, 4))
          // A split, a class, a file.
          await mkdir(path.join(at, 'real'))
          await link('real', 'train')
          await link('../store/one', 'real/red')
          await link('../../store/two/0.png', 'real/blue/linked')
          await link('../../store/one/0.png', 'test/red/0.png')
          await link('../../store/two/0.png', 'test/blue/0.png')
          await link('../../../outside.png', 'test/blue/out.png')
          await link('nowhere.png', 'test/blue/dangling.png')
          await link('.', 'test/red/itself')
          await link('../..', 'test/red/above')
          await link('/etc', 'test/red/etc')
          await link('one.png', 'test/blue/one.png')
          execFileSync('mkfifo', [path.join(at, 'test/blue/pipe.png')])
        },
      )
      expect(sizes(path.join(folder, 'pictures'))).toEqual({ train: 3, test: 2 })
      expect(said).toEqual([
        'warning: pictures: left out: 2 folders beside the two splits (real, store); ' +
          '2 links that lead nowhere (test/blue/dangling.png, test/blue/one.png); ' +
          '2 links that lead out of the folder (test/blue/out.png, test/red/etc); ' +
          '2 links to folders that they are in (test/red/above, test/red/itself); ' +
          '1 pipe, socket or device (test/blue/pipe.png)',
      ])
    },
  )

  test.skipIf(process.platform === 'win32')(
    'links from folder to folder are not followed again and again',
    async () => {
      const { folder } = await project({})
      // Each folder has two links to the next: 2^40 ways to the last one.
      for (let depth = 0; depth < 40; depth++) {
        const at = path.join(folder, 'class', `d${depth}`)
        await mkdir(at, { recursive: true })
        for (const name of ['a', 'b']) await symlink(`../d${depth + 1}`, path.join(at, name))
      }
      await mkdir(path.join(folder, 'class', 'd40'))
      await writeFile(path.join(folder, 'class', 'd40', '0.png'), red(2, 2))
      const data = new PictureFolder(folder)
      expect(data.pictures('class')).toHaveLength(1)
      expect(leftOutText(data.leftOut)).toMatch(/^\d+ links to folders that are there already/)
    },
  )
})

describe('the folders of splits', () => {
  test.each([
    ['train', 'test'],
    ['train', 'val'],
    ['train', 'valid'],
    ['train', 'validation'],
    ['training', 'testing'],
    ['Train', 'TEST'],
    ['TRAINING', 'Validation'],
  ])('%s/ and %s/', async (train, held) => {
    const { folder } = await withFiles('', 'pictures', inSplits(train, held))
    expect(sizes(path.join(folder, 'pictures'))).toEqual({ train: 4, test: 2 })
  })

  test('test/ comes before val/, which is then said to be left out', async () => {
    const files = { ...inSplits('train', 'test'), ...inSplits('train', 'val') }
    const { said } = await checked(files)
    expect(said).toEqual(['warning: pictures: left out: 1 folder beside the two splits (val)'])
  })

  test('classes may be called like splits', async () => {
    const files = {
      'train/0.png': red(4, 4),
      'train/1.png': red(4, 4),
      'bus/0.png': blue(4, 4),
      'bus/1.png': blue(4, 4),
    }
    const { folder } = await withFiles('', 'pictures', files)
    const { classes } = folderKind.describe(
      { size: [4, 4], fit: 'stretch', test: 0.5 },
      path.join(folder, 'pictures'),
    )
    expect(classes).toEqual(['bus', 'train'])
  })

  const classes = (split: string, names: string[]) =>
    Object.fromEntries(names.map((name) => [`${split}/${name}/0.png`, red(4, 4)]))

  test.each<[string, Record<string, Uint8Array>, string]>([
    [
      'a training split alone',
      classes('train', ['a', 'b']),
      'error: pictures has train/ and no test split; looked for test/, testing/, val/, valid/, validation/ beside it, in small letters or capitals; add one, or name pictures/train in the spec',
    ],
    [
      'a test split alone',
      classes('Test', ['a', 'b']),
      'error: pictures has Test/ and no training split; looked for train/, training/ beside it',
    ],
    [
      'two training splits',
      { ...classes('train', ['a']), ...classes('Train', ['a']), ...classes('val', ['a']) },
      'error: pictures has Train/ and train/; keep one training split',
    ],
    [
      'classes that one split lacks',
      { ...classes('train', ['a', 'b', 'c']), ...classes('val', ['a', 'd']) },
      'error: pictures/train and pictures/val hold different classes: pictures/train lacks d, and pictures/val lacks b, c; give both a folder for each class',
    ],
    [
      'many such classes',
      {
        ...classes(
          'train',
          Array.from({ length: 15 }, (_, i) => `c${10 + i}`),
        ),
        ...classes('val', ['c10']),
      },
      'pictures/val lacks c11, c12, c13, c14, c15, c16, c17, c18, c19, c20 and 4 more;',
    ],
    [
      'splits without classes',
      { 'train/0.png': red(4, 4), 'test/0.png': red(4, 4), 'test/1.txt': Buffer.from('x') },
      'error: pictures/train holds no folders; each class needs one, with its pictures (PNG, JPEG or WebP)',
    ],
    ['an empty folder', { 'notes.txt': Buffer.from('later') }, 'error: pictures holds no folders'],
    [
      'empty classes',
      {
        ...classes('train', ['a', 'b']),
        ...classes('test', ['a', 'b']),
        'train/c/0.gif': Buffer.from('GIF89a'),
        'train/d/.gitkeep': Buffer.alloc(0),
        'test/c/0.png': red(4, 4),
        'test/d/0.png': red(4, 4),
        'train/e/0.png': red(4, 4),
        'test/e/notes.txt': Buffer.from('x'),
      },
      'warning: classes `c`, `d` have no picture in pictures/train, and class `e` has no picture in pictures/test; add some (PNG, JPEG or WebP), or remove the folders; left out: 1 GIF file, which is not read (train/c/0.gif); 1 file that is not a picture (test/e/notes.txt)',
    ],
    [
      'a class that is too small to be split',
      { ...pictures(), 'green/0.png': red(4, 4) },
      'warning: pictures: no picture of green is in the test split; raise `test`',
    ],
  ])('%s', async (_name, files, message) => {
    const { said } = await checked(files)
    expect(said.join('\n')).toContain(message)
  })
})

describe('a dataset that cannot be used ends no claims but its own', () => {
  const two = (bad: string) =>
    `${own.replace('claim c', 'claim sound')}
dataset bad {
  source ${bad}
}

claim broken "on bad data" {
  run mlp on bad with short over 1 seeds
  expect train acc >= 0%
  reported train acc 50%
}
`

  const cases: [string, string, Record<string, Uint8Array>, string][] = [
    ['no folder', 'folder("missing", size: 8x8)', {}, 'there is no folder missing'],
    ['no file', 'npz("missing.npz")', {}, 'there is no file missing.npz'],
    [
      'a damaged file',
      'npz("bad.npz")',
      { 'bad.npz': Buffer.from('PK and no more') },
      'bad.npz is not a whole .npz file: it ends too early; save it again',
    ],
    [
      'an empty class',
      'folder("bad", size: 8x8)',
      {
        'bad/a/0.png': red(4, 4),
        'bad/a/1.png': red(4, 4),
        'bad/a/2.png': red(4, 4),
        'bad/b/.gitkeep': Buffer.alloc(0),
      },
      'class `b` has no picture in bad',
    ],
    [
      'a SHA256SUMS that leaves files out',
      'folder("bad", size: 8x8)',
      {
        'bad/a/0.png': red(4, 4),
        'bad/a/1.png': red(4, 4),
        'bad/a/2.png': red(4, 4),
        'bad/SHA256SUMS': Buffer.from(''),
      },
      'bad/SHA256SUMS has no sum of a/0.png; add it',
    ],
  ]

  test.each(cases)('%s', async (_name, source, files, message) => {
    const all = Object.fromEntries(
      Object.entries(pictures()).map(([name, bytes]) => [`pictures/${name}`, bytes]),
    )
    const { genspec, folder } = await withFiles(two(source), '.', { ...all, ...files })
    const { code, stdout } = await genspec(
      'a.gen',
      '--reporter',
      'default',
      '--reporter',
      'junit=a.xml',
      '--reporter',
      'markdown=a.md',
      '--reporter',
      'html=a.html',
    )
    const said = stdout.replace(/\s+/g, ' ')
    expect(said).toContain('✓ sound')
    expect(said).toContain(`in error: ${message}`)
    expect(said).toContain('1 passed (1 with one seed), 1 in error')
    expect(code).toBe(3)
    for (const name of ['a.xml', 'a.md', 'a.html']) {
      const report = await readFile(path.join(folder, name), 'utf8')
      expect(report.replace(/[\\`]/g, '')).toContain(message.slice(0, 20).replaceAll('`', ''))
      expect(report).toContain('sound')
    }
    expect((await genspec('plan', '--no-probe', 'a.gen')).stdout.replace(/\s+/g, ' ')).toContain(
      message,
    )
  })
})
