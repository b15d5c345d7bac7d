/** @file Expectations as a spec writes them, about the models a, b and c, judged from values made by hand. */

import { expect } from 'vitest'
import type { Expectation } from '../../src/claims/expectation.js'
import { builtinRegistry } from '../../src/config/builtin-kinds.js'
import { judgeExpectation } from '../../src/judge/judge.js'
import type { FindRun } from '../../src/judge/run-result.js'
import type { Verdict } from '../../src/judge/verdict.js'
import type { Evaluation } from '../../src/kinds/metric.js'
import type { RunRecord } from '../../src/store/record.js'
import { encodeRecord } from '../../src/store/run-file.js'
import { diagnose } from './diagnose.js'
import { run } from './judging.js'

const threeModels = `
dataset digits {
  source mnist-10k
  take 100 train, 100 test
}

model a {
  flatten
  dense classes
}

model b {
  flatten
  dense 16 relu
  dense classes
}

model c {
  flatten
  dense 32 relu
  dense classes
}

training short {
  optimizer sgd
  rate 0.1
  batch 20
  until 3 epochs
}
`

/** Of a claim that runs model a. */
export function written(text: string, seeds = 3): Expectation {
  return expectationIn(`  run a on digits with short over ${seeds} seeds\n  expect ${text}`)
}

/** @param statements of the claim */
export function expectationIn(statements: string): Expectation {
  const { claims, diagnostics } = diagnose(`${threeModels}\nclaim x {\n${statements}\n}\n`)
  const errors = diagnostics.filter(({ severity }) => severity === 'error')
  expect(errors.map(({ message }) => message)).toEqual([])
  return claims[0]?.expectations[0] as Expectation
}

/** What each model's run ends with, by seed. */
export type Ends = Partial<Record<'a' | 'b' | 'c', Partial<Evaluation>[]>>

/** Judged from records as they are stored, with nine digits. */
export function judgeWritten(expectation: Expectation, ends: Ends): Verdict {
  const find: FindRun = (setup, seed) => {
    const end = ends[modelOf(setup)]?.[seed] ?? {}
    const record = { ...run([end]), key: '', seed } as unknown as RunRecord
    const file = JSON.parse(encodeRecord(record)) as { record: { curve: Record<string, number[]> } }
    const kept = Object.entries(file.record.curve).map(([name, [value]]) => [name, value])
    return { record: run([Object.fromEntries(kept) as Partial<Evaluation>]) }
  }
  return judgeExpectation(builtinRegistry, expectation, find).verdict
}

/** Models are told apart by the number of their hidden units. */
export function modelOf(setup: object): 'a' | 'b' | 'c' {
  const [, units] = /"units":(16|32)/.exec(JSON.stringify(setup)) ?? []
  return units === '16' ? 'b' : units === '32' ? 'c' : 'a'
}

export function testAccuracies(values: readonly number[]): Partial<Evaluation>[] {
  return values.map((testAccuracy) => ({ testAccuracy }))
}
