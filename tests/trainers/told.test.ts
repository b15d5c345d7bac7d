import { readFileSync } from 'node:fs'
import { Ajv2020 } from 'ajv/dist/2020.js'
import { describe, expect, test } from 'vitest'
import { builtinRegistry } from '../../src/config/builtin-kinds.js'
import { defineTrainer, own } from '../../src/kinds/trainer.js'
import { Told } from '../../src/trainers/told.js'

const trainer = defineTrainer({
  name: 'net',
  summary: 'a net',
  parameters: {},
  measures: ['train acc', 'train loss', own('ece', 'number')],
  command: () => ['node'],
  sources: ['*.mjs'],
})

const schema: unknown = JSON.parse(readFileSync('schema/trainer-line.schema.json', 'utf8'))
const fitsSchema = new Ajv2020().compile(schema as object)

function take(line: string) {
  return new Told(builtinRegistry, trainer).take(line)
}

describe('a line is taken if it fits the schema', () => {
  test.each([
    '{"epoch": 1, "train acc": 0.5, "train loss": 2.3}',
    '{"epoch": 7, "epochs": 60, "step": 391, "train acc": 1, "rate": 0.1, "note": "warm"}',
    '{"environment": {"device": "CPU", "cores": 2}}',
    '{"train acc": 0, "ece": -3}',
    '{"epoch": 1, "train loss": null}',
  ])('%s', (line) => {
    expect(fitsSchema(JSON.parse(line))).toBe(true)
    expect(() => take(line)).not.toThrow()
  })
})

describe('a line that does not fit is an error that says why', () => {
  test.each([
    ['{"epoch": 0, "train acc": 0.5}', 'its `epoch` is not an integer of at least 1'],
    ['{"epoch": 1.5, "train acc": 0.5}', 'its `epoch` is not an integer of at least 1'],
    ['{"epoch": 1, "epochs": "many"}', 'its `epochs` is not an integer of at least 1'],
    ['{"epoch": 1, "train acc": 93.1}', 'write 0.931 for 93.1%'],
    ['{"epoch": 1, "train acc": -0.1}', '-0.1, but a fraction is from 0 to 1'],
    ['{"epoch": 1, "train loss": "low"}', 'its `train loss` in epoch 1 is not a number: "low"'],
    ['{"environment": "CPU"}', 'its `environment` is not an object of texts'],
    ['[1, 2]', 'a line that is not a JSON object'],
  ])('%s', (line, said) => {
    expect(fitsSchema(JSON.parse(line))).toBe(false)
    expect(() => take(line)).toThrow(said)
  })
})

test('NaN as Python writes it is a divergence, whichever promised number it is', () => {
  expect(take('{"epoch": 3, "train loss": NaN}')).toEqual({
    diverged: 'train loss became NaN in epoch 3',
  })
  expect(take('{"epoch": 3, "train loss": -Infinity, "train acc": 0.1}')).toEqual({
    diverged: 'train loss became -Infinity in epoch 3',
  })
  // Nobody promised it.
  expect(take('{"epoch": 3, "train acc": 0.1, "gradient": NaN}')).toMatchObject({
    evaluation: { epoch: 3, trainAccuracy: 0.1 },
  })
})

test('final values belong to the last epoch, and take the place of what it said', () => {
  const told = new Told(builtinRegistry, trainer)
  told.take('{"epoch": 1, "train acc": 0.5, "train loss": 1}')
  told.take('{"epoch": 2, "train acc": 0.6, "train loss": 0.5}')
  expect(told.missing()).toEqual(['ece'])
  expect(told.take('{"train acc": 0.7, "ece": 0.1}')).toBeUndefined()
  expect(told.missing()).toEqual([])
  expect(told.curve).toHaveLength(2)
  expect(told.curve[1]).toMatchObject({
    ...{ epoch: 2, trainAccuracy: 0.7, trainLoss: 0.5 },
    values: { ece: 0.1 },
  })
  expect(() => told.take('{"epoch": 3, "train acc": 0.8}')).toThrow(
    'prints more lines after its final values',
  )
})

test('what a program says is shown, and never obeyed, wherever it ends up', () => {
  const told = new Told(builtinRegistry, trainer)
  told.take('{"environment": {"device": "\\u001b[31mGPU"}}')
  expect(told.environment).toEqual({ device: '\\x1b[31mGPU' })
  expect(() => told.take('{"epoch": "\u001b[31m"')).toThrow('{"epoch": "\\x1b[31m"')
})
