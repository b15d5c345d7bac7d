import { existsSync } from 'node:fs'
import { readFile, rm, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { describe, expect, test } from 'vitest'
import { spec, sums, withFiles } from '../support/local-data.js'

const fixture = (name: string) => readFile(path.resolve('tests/data/pictures', `${name}.jpg`))
const [baseline, progressive, grey, cmyk] = await Promise.all(
  ['baseline', 'progressive', 'grey', 'cmyk'].map(fixture),
)

/** Two classes in the layout of ILSVRC, with every form of JPEG that it has. */
const pictures = (): Record<string, Buffer> => ({
  'train/n01440764/n01440764_10026.JPEG': baseline as Buffer,
  'train/n01440764/n01440764_10027.JPEG': progressive as Buffer,
  'train/n02105855/n02105855_2933.JPEG': grey as Buffer,
  'train/n02105855/n02105855_2934.JPEG': cmyk as Buffer,
  'val/n01440764/ILSVRC2012_val_00000293.JPEG': baseline as Buffer,
  'val/n02105855/ILSVRC2012_val_00000294.JPEG': grey as Buffer,
})

const own = spec('imagenet(size: 12x12)')

const withPictures = (files: Record<string, Buffer>, text = own, folder = 'imagenet') =>
  withFiles(text, `data/${folder}`, files)

describe('imagenet', () => {
  test.each(['imagenet', 'ILSVRC2012', 'ILSVRC/Data/CLS-LOC'])(
    'a copy in %s is trained on, and never written to the cache',
    async (folder) => {
      const { genspec, folder: at } = await withPictures(pictures(), own, folder)
      const { code, stdout } = await genspec('a.gen')
      expect(stdout).toContain('1 passed')
      expect(code).toBe(0)
      expect(existsSync(path.join(at, 'cache', 'images'))).toBe(false)
    },
  )

  test('is listed, found and read whole', async () => {
    const { genspec, folder } = await withPictures(pictures())
    expect((await genspec('data', 'list')).stdout).toMatch(/imagenet +4 \+ 2 +299x299x3 +2 +data/)
    const found = (await genspec('data', 'path', 'imagenet')).stdout.trim()
    expect(path.resolve(folder, found)).toBe(path.join(folder, 'data', 'imagenet'))
    expect(await genspec('data', 'verify', 'imagenet')).toMatchObject({
      code: 0,
      stdout: 'imagenet: 4 + 2 images, whole\n',
    })
  })

  test.each<[string, (files: Record<string, Buffer>) => Record<string, Buffer>, RegExp]>([
    [
      'half a picture',
      (files) => ({
        ...files,
        'train/n01440764/n01440764_10027.JPEG': (baseline as Buffer).subarray(0, 700),
      }),
      /n01440764_10027\.JPEG cannot be read: Premature end of JPEG file; replace or remove it/,
    ],
    [
      'a text',
      (files) => ({ ...files, 'val/n02105855/b.JPEG': Buffer.from('no picture') }),
      /b\.JPEG is neither PNG nor JPEG nor WebP; replace or remove it/,
    ],
    [
      'an empty class',
      (files) => ({
        ...files,
        'train/n03/a.txt': Buffer.from(''),
        'val/n03/a.txt': Buffer.from(''),
      }),
      /class `n03` has no picture in .*train, and class `n03` has no picture in .*val; add some/,
    ],
    [
      'another picture than SHA256SUMS says',
      (files) => ({
        ...files,
        SHA256SUMS: Buffer.from(
          sums({ ...files, 'train/n02105855/n02105855_2933.JPEG': baseline as Buffer }),
        ),
      }),
      /n02105855_2933\.JPEG is damaged: its SHA-256 is/,
    ],
    [
      'a picture that SHA256SUMS leaves out',
      (files) => ({
        ...files,
        SHA256SUMS: Buffer.from(
          sums({ 'train/n01440764/n01440764_10026.JPEG': baseline as Buffer }),
        ),
      }),
      /SHA256SUMS has no sum of train\/n01440764\/n01440764_10027\.JPEG; add it/,
    ],
  ])('%s is an error, exit 3', async (_name, change, message) => {
    const { genspec } = await withPictures(change(pictures()))
    const verified = await genspec('data', 'verify', 'imagenet')
    expect(verified.stderr).toMatch(message)
    expect(verified.code).toBe(3)
    const run = await genspec('a.gen')
    expect((run.stdout + run.stderr).replace(/\s+/g, ' ')).toMatch(message)
    expect(run.code).toBe(3)
  })

  test.each<[string, Record<string, Buffer>, RegExp]>([
    [
      'validation images that are not sorted',
      { 'train/n01/a.JPEG': baseline as Buffer, 'val/ILSVRC2012_val_1.JPEG': baseline as Buffer },
      /holds no class folders; sort the validation images into a folder for each class/,
    ],
    [
      'other classes',
      { 'train/n01/a.JPEG': baseline as Buffer, 'val/n02/a.JPEG': baseline as Buffer },
      /train and .*val hold different classes: .*train lacks n02, and .*val lacks n01/,
    ],
  ])('%s are an error, exit 3', async (_name, files, message) => {
    const { genspec } = await withPictures(files)
    const { code, stderr } = await genspec('a.gen')
    expect(stderr).toMatch(message)
    expect(code).toBe(3)
    expect((await genspec('check', 'a.gen')).code).toBe(2)
  })

  test('its record stands for the listed sums: the same after a move, another after a change', async () => {
    const listed = (files: Record<string, Buffer>) => ({
      ...files,
      SHA256SUMS: Buffer.from(sums(files)),
    })
    const { genspec, folder } = await withPictures(listed(pictures()))
    expect((await genspec('a.gen')).stdout).toContain('1 run to train')
    expect((await genspec('a.gen')).stdout).toContain('1 from the store')
    const changed = { ...pictures(), 'val/n02105855/ILSVRC2012_val_00000294.JPEG': cmyk as Buffer }
    const list = path.join(folder, 'data/imagenet/SHA256SUMS')
    await writeFile(
      path.join(folder, 'data/imagenet/val/n02105855/ILSVRC2012_val_00000294.JPEG'),
      cmyk as Buffer,
    )
    await writeFile(list, sums(changed))
    expect((await genspec('a.gen')).stdout).toContain('1 run to train')
    // Without a list, names and sizes stand for the pictures.
    await rm(list)
    expect((await genspec('a.gen')).stdout).toContain('1 run to train')
  })
})
