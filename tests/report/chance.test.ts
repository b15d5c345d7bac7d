import { expect, test } from 'vitest'
import type { ClaimReport } from '../../src/events/events.js'
import { chanceTexts, chancesOf } from '../../src/events/chance.js'
import type { Evidence, VerdictName } from '../../src/judge/verdict.js'
import { htmlReport } from '../../src/report/html/html.js'
import { jsonReport } from '../../src/report/json.js'
import { markdownReport } from '../../src/report/markdown.js'
import { results } from '../support/results.js'

const range = { low: 0, high: 'Infinity', includesLow: false, includesHigh: false } as const

function evidence(method: Evidence['method'], alpha?: number): Evidence {
  return {
    ...{ method, n: method === 'one seed' ? 1 : 5, perSeed: [], estimate: 0.1, acceptance: range },
    ...{ scale: 'difference', unit: 'points', ...(alpha !== undefined && { alpha }) },
  }
}

function claim(verdict: VerdictName, paper: string | undefined, ...of: Evidence[]): ClaimReport {
  const cases = of.map((one) => ({ verdict, sentence: '', evidence: one, arms: [] }))
  const about = { name: 'c', file: 'a.gen', line: 1, text: '', tags: [], reported: [], verdict }
  const cites = paper === undefined ? [] : [{ paper, place: 'table 1' }]
  const expectations = cases.map((one) => ({
    ...{ text: '', line: 1, cases: [one], verdict: { verdict, sentence: '' } },
  }))
  return { ...about, cites, expectations }
}

const papers = [{ name: 'zhang2017' }, { name: 'arpit2017' }]
const claims = [
  claim('pass', 'zhang2017', evidence('Student t', 0.05), evidence('Student t', 0.01)),
  claim('fail', 'zhang2017', evidence('two one-sided t tests', 0.05)),
  claim('inconclusive', undefined, evidence('Student t', 0.05)),
  claim('pass', undefined, evidence('share of seeds', 0.1)),
  claim('pass', 'arpit2017', evidence('one seed')),
  claim('fail', 'arpit2017', evidence('one seed')),
  claim('pass', 'arpit2017', evidence('every seed')),
]

test('the passes that chance would give: by paper, each claim once, at its largest level', () => {
  expect(chancesOf(papers, claims)).toEqual([
    { paper: 'zhang2017', tested: 2, passes: 0.1 },
    { tested: 2, passes: 0.15 },
  ])
  expect(chanceTexts(papers, claims)).toEqual([
    'Of the 2 claims about zhang2017 that were tested over seeds, chance would pass up to 0.1 if none of them held.',
    'Of the 2 claims that were tested over seeds, chance would pass up to 0.15 if none of them held.',
  ])
  expect(chanceTexts(papers, claims, 0.5)).toEqual([])
})

test('every format states them', async () => {
  const { start, ...rest } = results()
  const all = { ...rest, start: { ...start, papers }, claims }
  expect(markdownReport(all)).toContain('about zhang2017 that were tested over seeds')
  expect(await htmlReport(all)).toContain('about zhang2017 that were tested over seeds')
  expect(JSON.parse(jsonReport(all))).toMatchObject({
    chance: [{ paper: 'zhang2017', tested: 2, passes: 0.1 }, {}],
  })
})
