import { describe, expect, test } from 'vitest'
import type { Relation } from '../../src/claims/relation.js'
import type { Evidence, SeedEvidence } from '../../src/judge/verdict.js'
import { intervalBar } from '../../src/report/bars.js'
import { estimateText, seedText } from '../../src/report/evidence-text.js'
import { intervalChart } from '../../src/report/html/interval-chart.js'
import { glyphs } from '../../src/report/unicode.js'
import {
  accuracies,
  arm,
  comparison,
  constant,
  epochsTo,
  expectation,
  judge,
  lossBelow,
  operation,
  reaching,
  testAcc,
} from '../support/judging.js'

const first = arm('p = 0%')
const arms = [first, arm('p = 10%'), arm('p = 20%')]

/**
 * Judges three runs at each of three points against `increases with p`, with the tolerance in
 * points.
 */
function trend(values: number[][], tolerance = 0, rest = {}) {
  const points = arms.map((one) => ({ label: one.label, left: testAcc(one) }))
  const relation: Relation = {
    type: 'trend',
    direction: 'increases',
    variable: 'p',
    tolerance,
    points,
  }
  const asked = expectation(testAcc(first), relation, rest)
  const judged = judge(
    asked,
    arms.map((one, index) => [one, accuracies(values[index] ?? [])] as const),
  ).verdict
  return { ...judged, evidence: judged.evidence as Evidence }
}

const pixels = (svg: string, name: string) =>
  [...svg.matchAll(new RegExp(`<${name}\\b[^>]*>`, 'g'))].map(([tag]) => tag)

describe('a trend shows the test that decided', () => {
  // The whole rise is clear, but the second step is not.
  const open = trend([
    [0.1, 0.11, 0.1],
    [0.2, 0.21, 0.2],
    [0.2, 0.2, 0.23],
  ])

  test('the inconclusive step is marked, and every step is drawn', () => {
    expect(open.verdict).toBe('inconclusive')
    const [first, second] = open.evidence.steps ?? []
    expect(first?.decided).toBeUndefined()
    expect(second).toMatchObject({ decided: true, from: 'p = 10%', to: 'p = 20%' })
    // A fail would need this interval to exclude zero.
    expect(Number(second?.failing?.low)).toBeLessThan(0)
    expect(Number(second?.failing?.high)).toBeGreaterThan(0)
    const svg = intervalChart(open.evidence, 'the claim')?.text ?? ''
    expect(svg).toContain('>p = 10% → 20% · decides<')
    expect(svg).toContain('>p = 0% → 10%<')
    expect(svg).toContain('>the whole<')
    // Three rows with three seeds and an estimate each.
    expect(pixels(svg, 'circle')).toHaveLength(12)
    expect(pixels(svg, 'rect')).toHaveLength(3)
  })

  test('the bar shows that step, with the threshold inside', () => {
    const bar = intervalBar(open.evidence, open.verdict, 24, glyphs({ width: 80, unicode: true }))
    expect(bar).toMatch(/^├─+┃─+●─+┤$/)
  })

  test('for a claim about each seed, the step that fails in one of them decides', () => {
    const { verdict, evidence } = trend(
      [
        [0.1, 0.1],
        [0.2, 0.2],
        [0.3, 0.15],
      ],
      0,
      { quantifier: { type: 'every seed' } },
    )
    expect(verdict).toBe('fail')
    expect(evidence.steps?.map(({ decided = false }) => decided)).toEqual([false, true])
    expect(Number(evidence.perSeed[1]?.steps?.[1])).toBeCloseTo(-0.05, 12)
    // Seeds that are judged separately have no mean to draw.
    expect(pixels(intervalChart(evidence, 'x')?.text ?? '', 'circle')).toHaveLength(6)
  })
})

const textOf = (evidence: Evidence, seed: number) =>
  seedText(evidence, evidence.perSeed[seed] as SeedEvidence)

describe('a condition that was not reached is a bound', () => {
  const [a, b] = [arm('a'), arm('b')]
  const [left, right] = [epochsTo(a, lossBelow), epochsTo(b, lossBelow)]
  const fiveTimes = operation(constant(5, 'number'), '*', right, 'number')
  const of = (first: (number | undefined)[], second: (number | undefined)[]) =>
    judge(expectation(left, comparison('<', fiveTimes)), [
      [a, reaching(first)],
      [b, reaching(second)],
    ]).verdict.evidence as Evidence

  test('below a reference that was not reached, the value is "at most"', () => {
    const evidence = of([20, 22, 25], [10, 11, undefined])
    expect(estimateText(evidence)).toBe('at most 1.186×')
    expect(textOf(evidence, 0)).toBe('seed 0: 20 against 10')
    expect(textOf(evidence, 2)).toBe('seed 2: 25 against at least 60')
    const svg = intervalChart(evidence, 'x')?.text ?? ''
    expect(pixels(svg, 'circle').length).toBe(4)
    expect(svg).toContain('fill="none"')
  })

  test('above it, the value is "at least"', () => {
    const evidence = of([20, 22, undefined], [10, 11, 10])
    expect(estimateText(evidence)).toBe('at least 2.884×')
    expect(textOf(evidence, 2)).toBe('seed 2: at least 60 against 10')
    expect(intervalChart(evidence, 'x')?.text).toContain('1 seed not reached ▸')
  })

  test('if no seed reached it, there is no chart', () => {
    const evidence = of([undefined, undefined], [undefined, undefined])
    expect(estimateText(evidence)).toBe('not reached')
    expect(intervalChart(evidence, 'x')).toBeUndefined()
  })
})
