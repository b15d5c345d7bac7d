import { readFile } from 'node:fs/promises'
import { expect, test } from 'vitest'
import { engineMissing } from '../engine/tensorflow-session.js'
import { project } from '../support/genspec.js'

const models = await readFile('specs/models.gen', 'utf8')
const common = await readFile('specs/zhang2017/common.gen', 'utf8')

/** Both networks from the modules of specs/models.gen, with every kind of block once. */
const small = `use "models.gen"

dataset figures {
  source shapes(size: 12x12, train: 256, test: 64)
  standardize per image
}

model resnet {
  conv_norm(3x3, 8)
  relu
  basic(8)
  basic_down(16)
  globalpool
  dense classes
}

model wide_resnet {
  conv 3x3 8 bias none init he normal
  wide_first(16, 2)
  wide(16)
  classifier(classes)
}

training few {
  optimizer sgd momentum 0.9
  rate 0.05
  batch 32
  until 6 epochs
}

claim learns {
  for m in [resnet, wide_resnet]
  run m on figures with few over 1 seeds
  expect train loss < 0.7
  expect epochs to (train loss < 1.3) <= 4
}
`

async function learns(engine: string): Promise<void> {
  const { genspec } = await project({
    'models.gen': models,
    'zhang2017/common.gen': common,
    'a.gen': small,
  })
  const { code, stdout } = await genspec('a.gen', '--engine', engine)
  expect(stdout).toContain('1 passed')
  expect(code).toBe(0)
}

test('a small ResNet and a small Wide ResNet learn on portable', () => learns('portable'))

test.skipIf(engineMissing)('and on tensorflow', () => learns('tensorflow'))
