import { readFile } from 'node:fs/promises'
import { expect, test } from 'vitest'
import { project } from '../support/genspec.js'

const specs: Record<string, string> = {}
for (const file of ['models.gen', 'zhang2017/common.gen']) {
  specs[file] = await readFile(new URL(`../../specs/${file}`, import.meta.url), 'utf8')
}

test('a model is shown with its layers, shapes, parameters and operations', async () => {
  const { genspec } = await project(specs)
  const { code, stdout } = await genspec(
    ...['show', 'model', 'alexnet_small', 'models.gen', '--dataset', 'cifar'],
  )
  expect(code).toBe(0)
  // 2 * 28 * 28 * 25 * 3 * 64 operations in the first convolution, and so on.
  expect(stdout).toMatchInlineSnapshot(`
    "alexnet_small on cifar

    layer                   output    parameters       FLOPs
    input                   28x28x3
    conv 5x5 64 relu        28x28x64       4,864   7,526,400
    maxpool 3x3 stride 2x2  14x14x64
    lrn                     14x14x64
    conv 5x5 64 relu        14x14x64     102,464  40,140,800
    maxpool 3x3 stride 2x2  7x7x64
    lrn                     7x7x64
    flatten                 3136
    dense 384 relu          384        1,204,608   2,408,448
    dense 192 relu          192           73,920     147,456
    dense 10                10             1,930       3,840
    total                   10         1,387,786  50,226,944

    FLOPs of the forward pass of one example; a multiplication and an addition count as two; without activations, pooling and normalisation
    "
  `)
})

test('the models have their published sizes, and branches are shown inside their layer', async () => {
  const { genspec } = await project(specs)
  expect((await genspec('check', 'models.gen')).code).toBe(0)
  const { stdout } = await genspec(
    ...['show', 'model', 'wide_resnet_28_1', 'models.gen', '--dataset', 'cifar_whole'],
  )
  expect(stdout).toMatch(/total +10 +369,498 /)
  expect(stdout).toMatch(/residual +16x16x32\n {2}branch 1\n {4}conv 3x3 32 stride 2x2 bias none/)
})

test('for an unknown model or dataset the message lists the known ones, exit 2', async () => {
  const { genspec } = await project(specs)
  const model = await genspec('show', 'model', 'alexnet', 'models.gen')
  expect(model.stderr).toContain('no model `alexnet`; known: resnet18, ')
  expect(model.code).toBe(2)
  const dataset = await genspec('show', 'model', 'resnet18', '--dataset', 'imagenet')
  expect(dataset.stderr).toContain('no dataset `imagenet`; known: cifar_whole, cifar')
  expect(dataset.code).toBe(2)
})

test('a model with arguments is shown as in a claim', async () => {
  const model = 'model mlp(k = 4) {\n  flatten\n  dense k relu\n  dense classes\n}\n'
  const { genspec } = await project({
    'a.gen': `dataset d {\n  source mnist-10k\n  take 10 train, 10 test\n}\n${model}`,
  })
  const shown = async (name: string) => (await genspec('show', 'model', name)).stdout
  expect(await shown('mlp')).toContain('dense 4 relu')
  expect(await shown('mlp(3)')).toContain('dense 3 relu')
  expect(await shown('mlp(k: 5)')).toContain('dense 5 relu')
  const none = await genspec('show', 'model', 'mlp(0)')
  expect(none.stderr).toContain('`units` must be at least 1, not 0')
  expect(none.code).toBe(2)
  expect((await genspec('show', 'model', 'nope(3)')).stderr).toContain('no model `nope(3)`')
})
