import { writeFile } from 'node:fs/promises'
import path from 'node:path'
import { expect, test } from 'vitest'
import { project } from '../support/genspec.js'

const text = (family: string) => `
paper toy {
  title "A toy"
  ${family}
}

dataset digits {
  source mnist-10k
  take 200 train, 200 test
}

model mlp {
  flatten
  dense 16 relu
  dense classes
}

training short {
  optimizer sgd momentum 0.9
  rate 0.1
  batch 20
  until 1 epochs
}

claim first {
  cites toy table 1
  run mlp on digits with short over 3 seeds
  expect train acc > 1% on average
  expect train acc ~ train acc under shuffled pixels within 99pp
  expect train acc > 1%
}

claim second {
  cites toy table 2
  run mlp on digits with short over 3 seeds
  expect test acc ~ 90% within 89pp
}
`

test('claims of a paper that declares a family pass by their adjusted p-values', async () => {
  const { genspec, folder } = await project({ 'a.gen': text('') })
  const alone = await genspec('a.gen')
  expect(alone.stdout).toContain('2 passed')
  expect(alone.stdout).not.toContain('family')

  // With the whole family, Holm's method adjusts each p-value.
  const write = (family: string) => writeFile(path.join(folder, 'a.gen'), text(family))
  await write('family alpha 0.05 by holm')
  const json = async (...more: string[]) => {
    const { stdout } = await genspec('a.gen', '--reporter', 'json', ...more)
    return JSON.parse(stdout) as Report
  }
  const together = await json()
  const families = casesOf(together).flatMap(({ evidence }) => evidence?.family ?? [])
  expect(families.map(({ size }) => size)).toEqual([3, 3, 3])
  const pValues = casesOf(together).flatMap(({ evidence }) =>
    evidence?.family ? (evidence.pValue ?? NaN) : [],
  )
  const sorted = [...pValues].sort((a, b) => a - b)
  const holm = (pValue: number) =>
    Math.max(...sorted.slice(0, sorted.indexOf(pValue) + 1).map((one, rank) => (3 - rank) * one))
  for (const [index, { pValue }] of families.entries()) {
    expect(pValue).toBeCloseTo(Math.min(1, holm(pValues[index] ?? NaN)), 12)
  }

  const least = sorted[0] ?? NaN
  await write(`family alpha ${(2.5 * least).toExponential(3)} by holm`)
  const strict = await json()
  expect(strict.claims.map(({ verdict }) => verdict)).toEqual(['inconclusive', 'inconclusive'])
  const shown = await genspec('show', 'claim', 'second', 'a.gen')
  expect(shown.stdout).toMatch(
    /its adjusted p-value is [\d.e-]+ in the family of 3 tests of toy \(Holm\), which is above .* and leaves it open/,
  )
  expect((await genspec('a.gen')).stdout).toMatch(
    /In the family of 3 tests of toy, any false one passes with a probability of at most [\d.e-]+ \(Holm\)/,
  )

  // A part of the family is judged as in the whole family, with the stored runs of the others; a
  // test without runs counts as 1.
  await write('family alpha 0.05 by holm')
  const [part, whole] = [await json('-t', 'second'), await json()]
  expect(casesOf(part).map(({ evidence }) => evidence?.family?.pValue)).toEqual(
    casesOf(whole)
      .slice(-1)
      .map(({ evidence }) => evidence?.family?.pValue),
  )
  await genspec('run', 'a.gen')
  const accepted = await genspec('accept', 'a.gen')
  expect(accepted.code).toBe(0)
  const locked = await genspec('run', 'a.gen', '-t', 'second', '--locked')
  expect(locked.stdout + locked.stderr).not.toContain('is recorded as')
  expect(locked.code).toBe(0)
})

interface Report {
  claims: {
    verdict: string
    expectations: {
      cases: {
        evidence?: { pValue?: number; family?: { size: number; pValue: number } }
      }[]
    }[]
  }[]
}

function casesOf({ claims }: Report) {
  return claims.flatMap(({ expectations }) => expectations.flatMap(({ cases }) => cases))
}
