import { readFile } from 'node:fs/promises'
import { Ajv2020 } from 'ajv/dist/2020.js'
import addFormats from 'ajv-formats'
import { expect, test } from 'vitest'
import { validateXML } from 'xmllint-wasm'
import { badgeReport } from '../../src/report/badge.js'
import { eventLine, parseEventLine } from '../../src/events/event-line.js'
import { githubAnnotations, githubSummary } from '../../src/report/github.js'
import { jsonReport } from '../../src/report/json.js'
import { junitReport } from '../../src/report/junit.js'
import { latexReport } from '../../src/report/latex.js'
import { markdownReport } from '../../src/report/markdown.js'
import { EventsError, parseEvents } from '../../src/events/read-events.js'
import { sarifReport } from '../../src/report/sarif.js'
import { tapReport } from '../../src/report/tap.js'
import { events, eventsText, results } from '../support/results.js'
import { sarifErrors } from '../support/sarif.js'

const path = (name: string) => new URL(name, import.meta.url)

test('an event can be written and read back, with NaN and infinities', () => {
  const event = {
    ...({ type: 'progress', run: { key: 'k', label: 'l', seed: 0 }, note: '' } as const),
    ...{ fraction: NaN, secondsLeft: -Infinity },
  }
  expect(parseEventLine(eventLine(event))).toEqual(event)
  for (const one of events) expect(parseEventLine(eventLine(one))).toEqual(one)
})

test('a truncated last line is dropped; a changed line, a file without a stream and another version are refused', () => {
  expect(parseEvents(eventsText.slice(0, -20), 'e')).toHaveLength(events.length - 1)
  const lines = eventsText.split('\n')
  expect(() => parseEvents(lines.with(2, 'x').join('\n'), 'e')).toThrow('e:3 is not an event')
  expect(() => parseEvents('{}\n', 'e')).toThrow(EventsError)
  expect(() => parseEvents(eventsText.replace('"version":1', '"version":9'), 'e')).toThrow(
    'it has version 9, this genspec reads 1',
  )
})

test('JSON follows the published schema', async () => {
  const schema = JSON.parse(await readFile(path('../../schema/report.schema.json'), 'utf8'))
  const ajv = new Ajv2020({ strict: true, strictRequired: false, allErrors: true })
  addFormats.default(ajv)
  const validate = ajv.compile(schema)
  const { claims, ...rest } = results()
  const points = [{ text: '20%', at: 20, values: [{ seed: 0, value: 0.5 }] }]
  const outcome = { quantity: 'test error', unit: 'level' as const, variable: 'p', points }
  const swept = claims.map((claim) => ({ ...claim, outcomes: [outcome] }))
  const report = JSON.parse(jsonReport({ ...rest, claims: swept }))
  validate(report)
  expect(validate.errors).toBeNull()
  expect(report.verdicts).toEqual({ pass: 1, fail: 1, inconclusive: 2, error: 1, skipped: 1 })
  expect(validate({ ...report, verdicts: true })).toBe(false)
})

/**
 * The schema of Jenkins' xUnit plugin, from the tests of pytest
 * (testing/example_scripts/junit-10.xsd of pytest 8.3.5). It lacks places and properties of a test
 * case, which readers accept all the same.
 */
test('JUnit follows the schema except for places and properties, for any text', async () => {
  const xml = junitReport(results())
  const plain = xml
    .replace(/(<testcase [^>]*?) file="[^"]*" line="\d+"/g, '$1')
    .replace(/<properties>.*?<\/properties>/gs, '')
  const errorsOf = async (contents: string) => {
    const schema = {
      fileName: 'junit-10.xsd',
      contents: await readFile(path('junit-10.xsd'), 'utf8'),
    }
    return (await validateXML({ xml: { fileName: 'junit.xml', contents }, schema })).errors
  }
  expect(await errorsOf(plain)).toEqual([])
  const messages = (await errorsOf(xml)).map(({ message }) => message).join('\n')
  expect(messages).toMatch(/'file'.*not allowed/)
  expect(messages).toMatch(/properties.*not expected/)
  expect(xml).toContain('tests="6" failures="1" errors="1"')
  expect(xml.match(/<skipped /g)).toHaveLength(3)
  expect(xml).toContain('message="inconclusive: mean test acc 10.77%')
  expect(xml).toMatch(
    /name="will_fail: Random labels generalise".* file="quickstart.gen" line="35"/,
  )
})

test('SARIF follows the published schema and has a result with place, level and stable identity for each claim that did not hold', () => {
  const log = JSON.parse(sarifReport(results()))
  expect(sarifErrors(log)).toEqual([])
  expect(sarifErrors({ ...log, version: '2.0' })).not.toEqual([])
  expect(log.version).toBe('2.1.0')
  const found = log.runs[0].results.map((one: { ruleId: string; level: string }) => [
    one.ruleId,
    one.level,
  ])
  expect(found).toEqual([
    ['claim/fail', 'error'],
    ['claim/error', 'error'],
    ['claim/inconclusive', 'warning'],
    ['claim/inconclusive', 'warning'],
    ['claim/skipped', 'note'],
  ])
  const [failed, lost] = log.runs[0].results
  expect(failed.locations[0].physicalLocation).toEqual({
    artifactLocation: { uri: 'quickstart.gen' },
    region: { startLine: 37 },
  })
  expect(lost.locations[0].physicalLocation.artifactLocation.uri).toBe('specs/a%20b.gen')
  const rules = log.runs[0].tool.driver.rules.map(({ id }: { id: string }) => id)
  for (const [rule] of found) expect(rules).toContain(rule)
})

test('Markdown puts the published value next to the measured one and escapes all markup', () => {
  const text = markdownReport(results())
  expect(text).toContain('**1 of 5 trained claims hold')
  expect(text).toContain(
    '| ❌ | Random labels generalise |  | `test acc > 50% under random labels on average` | 55% | 10.77% (n = 3) |',
  )
  expect(text.replace(/`[^`]*`/g, '')).not.toContain('<script>')
  const table = text.split('\n').filter((line) => line.startsWith('|'))
  for (const row of table) expect(row.replaceAll('\\|', '').split('|')).toHaveLength(8)
})

test('LaTeX escapes the special characters of TeX', () => {
  const text = latexReport(results())
  expect(text).toContain('test acc \\textasciitilde{} chance within 3pp')
  const rows = text.split('\n').filter((line) => line.endsWith('\\\\'))
  for (const row of rows) expect(row.match(/(?<!\\)&/g)).toHaveLength(4)
})

test('TAP plans every claim, and only failed ones are not ok', () => {
  const lines = tapReport(results()).split('\n')
  expect(lines.slice(0, 2)).toEqual(['TAP version 14', '1..6'])
  const failing = lines.filter((line) => line.startsWith('not ok') && !line.includes('# TODO'))
  expect(failing.map((line) => line.slice(0, 9))).toEqual(['not ok 3 ', 'not ok 6 '])
  expect(lines.find((line) => line.startsWith('ok 5 '))).toContain('# SKIP ')
})

test('the badge counts the judged claims', () => {
  const all = results()
  expect(badgeReport(all)).toContain('aria-label="genspec: 1/5 reproduced"')
  const judged = all.claims.filter(({ verdict }) => verdict === 'pass')
  const skipped = all.claims.filter(({ verdict }) => verdict === 'skipped')
  const without = skipped.map((claim) => ({ ...claim, skippedFor: 'data' as const }))
  const green = badgeReport({ ...all, claims: [...judged, ...skipped] })
  expect(green).toContain('1/1 reproduced"')
  const amber = badgeReport({ ...all, claims: [...judged, ...without] })
  expect(amber).toContain('1/1 reproduced, 1 without data"')
  const colours = [green, amber].map((svg) => svg.match(/fill="#[0-9a-f]{6}"/g)?.[1])
  expect(colours[0]).not.toBe(colours[1])
  expect(badgeReport({ ...all, claims: skipped })).toContain('nothing judged')
})

test("GitHub's annotations are sorted worst first, within its limits, and cannot be forged", () => {
  const lines = githubAnnotations(results(20)).trimEnd().split('\n')
  const levels = lines.map((line) => /^::(\w+) /.exec(line)?.[1])
  for (const level of ['error', 'warning', 'notice']) {
    expect(levels.filter((one) => one === level)).toHaveLength(10)
  }
  expect(lines[0]).toMatch(
    /^::error file=quickstart.gen,line=37,title=will_fail%3A fail::mean test/,
  )
  expect(lines[9]).toMatch(/^::error title=31 more claims::see the job summary: /)
})

test("the job summary links to the commit's lines and stays under 1 MiB", () => {
  const environment = {
    ...{ GITHUB_SERVER_URL: 'https://github.com', GITHUB_REPOSITORY: 'o/r', GITHUB_SHA: 'abc' },
  }
  const text = githubSummary(results(), environment)
  expect(text).toContain('(https://github.com/o/r/blob/abc/quickstart.gen#L35)')
  expect(Buffer.byteLength(githubSummary(results(2000), {}))).toBeLessThanOrEqual(1024 * 1024)
})
