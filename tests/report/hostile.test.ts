/**
 * @file Reports of hostile texts contain nothing that a terminal, a reader or GitHub's runner would
 * execute.
 */

import chalk from 'chalk'
import { XMLParser } from 'fast-xml-parser'
import fc from 'fast-check'
import MarkdownIt from 'markdown-it'
import { Parser as TapParser, type Result as TapPoint } from 'tap-parser'
import { beforeAll, expect, test } from 'vitest'
import type { RunEvent } from '../../src/events/events.js'
import { type Results, collect } from '../../src/events/results.js'
import { githubAnnotations, githubSummary } from '../../src/report/github.js'
import { liveReporters } from '../../src/report/reporters.js'
import { htmlReport } from '../../src/report/html/html.js'
import { jsonReport } from '../../src/report/json.js'
import { junitReport } from '../../src/report/junit.js'
import { latexReport } from '../../src/report/latex.js'
import { markdownReport } from '../../src/report/markdown.js'
import { sarifReport } from '../../src/report/sarif.js'
import { tapReport } from '../../src/report/tap.js'
import { printable, visible } from '../../src/text/visible.js'
import { events } from '../support/results.js'
import { sarifErrors } from '../support/sarif.js'

beforeAll(() => {
  chalk.level = 0
})

const markdown = new MarkdownIt({ html: true })

const fragment = fc.constantFrom(
  ...[
    '\n',
    '\r\n',
    '\r',
    '\t',
    '\0',
    '\x1B[31m',
    '\x1B]8;;https://x.example\x07',
    '\x9B2J',
    '\x7F',
  ],
  ...['\u202E', '\u2066', '\u2028', '\u0085', '\uFEFF', '\uFFFE', '\uD800', '\u200B'],
  ...['::error::forged', '\n::stop-commands::x', '##[error]forged', '%0A::error::', ':', '#'],
  ...['[x](javascript:alert(1))', '![x](https://x.example)', '<script>', '<!-- ', ' -->', ']]>'],
  ...['|', '`', '``', '\\', '*', '_', '~', '$', '&', '{', '}', '^', '"', "'", ' # SKIP ', '...'],
  ...['<javascript:alert(1)>', '[x]: javascript:alert(1)', '- ', '> ', '1. ', '    ', '---'],
)
const hostile = fc
  .array(fc.oneof(fragment, fc.string({ unit: 'grapheme', maxLength: 5 })), { maxLength: 8 })
  .map((parts) => parts.join(''))

/** The events of a real run, with other texts in it. */
function eventsWith(next: () => string): RunEvent[] {
  return events.map((event): RunEvent => {
    switch (event.type) {
      case 'start': {
        const paper = { name: 'p', title: next(), authors: next(), venue: next(), link: next() }
        const safe = { ...paper, link: 'https://x.example/a_(b)' }
        return { ...event, command: next(), papers: [paper, safe] }
      }
      case 'run-end': {
        const run = { ...event.run, label: next() }
        return { ...event, run, outcome: { status: 'lost', reason: next() } }
      }
      case 'run-start':
      case 'epoch':
        return { ...event, run: { ...event.run, label: next() } }
      case 'claim': {
        const { claim } = event
        const expectations = claim.expectations.map((one) => ({
          ...{ ...one, text: next() },
          verdict: { ...one.verdict, sentence: next(), help: next() },
          cases: one.cases.map((judged) => ({ ...judged, label: next(), sentence: next() })),
        }))
        const cites = [{ paper: next(), place: next() }]
        const texts = { title: next(), text: next(), file: next(), help: next() }
        return { ...event, claim: { ...claim, ...texts, cites, expectations } }
      }
      default:
        return event
    }
  })
}

/** Checks a property of the events of many hostile texts. */
function hold(
  runs: number,
  property: (told: RunEvent[], results: Results) => void | Promise<void>,
) {
  const texts = fc.array(hostile, { minLength: 1, maxLength: 6 })
  return fc.assert(
    fc.asyncProperty(texts, async (all) => {
      let index = 0
      const told = eventsWith(() => all[index++ % all.length] ?? '')
      await property(told, collect(told))
    }),
    { seed: 1, numRuns: runs },
  )
}

const obeyed = /[^\P{Cc}\n]|[\p{Zl}\p{Zp}\p{Cs}\p{Bidi_Control}\p{Noncharacter_Code_Point}]/u

function expectHarmless(output: string): void {
  expect(output).not.toMatch(obeyed)
  expect(output.split('\n').filter((line) => /^\s*::|##\[/.test(line))).toEqual([])
}

test.each(['default', 'verbose', 'dot'] as const)('%s', async (name) => {
  for (const columns of [40, 200]) {
    await hold(30, async (told) => {
      let output = ''
      const stream = { columns, write: (text: string) => (output += text) }
      const report = await liveReporters[name](stream as unknown as NodeJS.WriteStream)
      for (const event of told) report(event)
      expectHarmless(output)
    })
  }
})

test('TAP can be parsed: every claim, its title, and no forged directive', async () => {
  await hold(100, (_, results) => {
    const output = tapReport(results)
    expectHarmless(output)
    const points = TapParser.parse(output).flatMap(([kind, one]) =>
      kind === 'assert' ? [one as unknown as TapPoint] : [],
    )
    expect(points.map(({ name }) => name)).toEqual(
      results.claims.map(({ name, title = '' }) =>
        `${name}: ${visible(title)}`.trim().replace(/\{$/, '{…'),
      ),
    )
    expect(points.map(({ skip, todo }) => [Boolean(skip), Boolean(todo)])).toEqual(
      results.claims.map(({ verdict }) => [verdict === 'skipped', verdict === 'inconclusive']),
    )
  })
})

test('JUnit can be parsed: every claim and its title', async () => {
  await hold(50, (_, results) => {
    const output = junitReport(results)
    expectHarmless(output)
    const parser = new XMLParser({
      ...{ ignoreAttributes: false, attributeNamePrefix: '', trimValues: false },
      ...{ isArray: (name: string) => name === 'testcase' || name === 'testsuite' },
    })
    const { testsuites } = parser.parse(output) as {
      testsuites: { testsuite: { testcase: { name: string }[] }[] }
    }
    const names = testsuites.testsuite.flatMap(({ testcase }) => testcase.map(({ name }) => name))
    expect(names.sort()).toEqual(
      results.claims.map(({ name, title = '' }) => `${name}: ${printable(title)}`).sort(),
    )
  })
})

test('JSON and SARIF hold the exact texts, escaped', async () => {
  await hold(15, (_, results) => {
    const output = jsonReport(results)
    expectHarmless(output)
    const { claims } = JSON.parse(output) as Pick<Results, 'claims'>
    expect(claims.map(({ title }) => title)).toEqual(results.claims.map(({ title }) => title))
    const sarif = sarifReport(results)
    expectHarmless(sarif)
    expect(sarifErrors(JSON.parse(sarif))).toEqual([])
  })
})

test("Markdown has only web links and genspec's own, and no HTML", async () => {
  const environment = {
    ...{ GITHUB_SERVER_URL: 'https://github.example', GITHUB_REPOSITORY: 'a/b' },
    GITHUB_SHA: 'c0ffee',
  }
  await hold(100, (_, results) => {
    for (const output of [markdownReport(results), githubSummary(results, environment)]) {
      expectHarmless(output)
      const blocks = markdown.parse(output, {})
      const tokens = blocks.flatMap((block) => [block, ...(block.children ?? [])])
      const of = (type: string) => tokens.filter((token) => token.type === type)
      expect(of('image')).toEqual([])
      expect(of('html_block')).toEqual([])
      for (const { content } of of('html_inline')) expect(content).toMatch(/^<\/?sub>$/)
      for (const token of of('link_open')) expect(token.attrGet('href')).toMatch(/^https?:\/\//)
      const files = new Set(results.claims.map(({ file }) => file)).size
      expect(of('table_open')).toHaveLength(files)
      expect(of('heading_open').length).toBeLessThanOrEqual(files + 3)
    }
  })
})

test('LaTeX has the same number of columns in every row, and balanced braces', async () => {
  await hold(100, (_, results) => {
    const output = latexReport(results)
    expectHarmless(output)
    const lines = output.split('\n').filter((line) => !line.startsWith('%'))
    const text = lines.join('\n')
    const bare = text.replace(/\\[\\&%$#_{}]/g, '')
    expect(bare.split('{')).toHaveLength(bare.split('}').length)
    for (const row of lines.filter((line) => line.endsWith('\\\\'))) {
      expect(row.match(/(?<!\\)&/g)).toHaveLength(4)
      expect(row).not.toMatch(/^\s*[[*]/)
    }
  })
})

test('GitHub receives annotations of the claims that did not hold, and no other command', async () => {
  await hold(100, (_, results) => {
    const output = githubAnnotations(results)
    expect(output).not.toMatch(obeyed)
    const lines = output.trimEnd().split('\n')
    const open = results.claims.filter(({ verdict }) => verdict !== 'pass')
    expect(lines).toHaveLength(open.length)
    for (const line of lines) expect(line).toMatch(/^::(error|warning|notice) [^:]*::/)
  })
})

test('HTML escapes hostile texts and shows them', async () => {
  await hold(3, async (_, results) => {
    const output = await htmlReport(results)
    expect(output).not.toMatch(/[^\P{Cc}\n\t]|[\p{Zl}\p{Zp}\p{Bidi_Control}]/u)
    expect(output).not.toMatch(/href="(?!https?:|#)/)
  })
})
