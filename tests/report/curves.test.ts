import { XMLParser, XMLValidator } from 'fast-xml-parser'
import { readFile, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { expect, test } from 'vitest'
import type { RunEvent } from '../../src/events/events.js'
import { parseEvents } from '../../src/events/read-events.js'
import { type Project, project } from '../support/genspec.js'
import { spec } from '../support/specs.js'

const swept = spec(`
  sweep p from 0% to 100% step 50%
  under random labels p
  expect test error increases with p within 90pp
  expect test error at p = 100% > 10%
  reported curve figure1.mlp, curve figure2.random, curve figure3.unknown, curve figure4.odd
`)

const mean = (values: number[]) => values.reduce((sum, one) => sum + one, 0) / values.length

async function claimOf({ folder }: Project) {
  const text = await readFile(path.join(folder, '.genspec', 'events.ndjson'), 'utf8')
  const events = parseEvents(text, 'events.ndjson')
  const told = events.find((event) => event.type === 'claim')
  if (told?.type !== 'claim') throw new Error('no claim')
  return { events, claim: told.claim }
}

function curvesOf(events: RunEvent[], label: string) {
  return events.flatMap((event) => {
    if (event.type !== 'run-end' && event.type !== 'stored-run') return []
    if (!event.run.label.endsWith(label)) return []
    const record =
      event.type === 'stored-run'
        ? event.record
        : event.outcome.status === 'lost'
          ? undefined
          : event.outcome.record
    return record ? [record.curve] : []
  })
}

/** All elements with a tag, at any depth. */
function tags(svg: string, name: string): Record<string, string>[] {
  const found: Record<string, string>[] = []
  const parser = new XMLParser({
    ...{ ignoreAttributes: false, attributeNamePrefix: '' },
    updateTag: (tag, _, attributes) => {
      if (tag === name) found.push({ ...(attributes as Record<string, string>) })
      return true
    },
  })
  parser.parse(svg)
  return found
}

test("a paper's curve that equals the measured one lies on it, over a sweep and over epochs", async () => {
  const own = await project({ 'a.gen': swept })
  expect((await own.genspec('a.gen')).stderr).toBe('')
  const { events, claim } = await claimOf(own)
  const [outcome] = claim.outcomes ?? []
  expect(outcome).toMatchObject({ quantity: 'test error', variable: 'p', variableUnit: '%' })
  expect(outcome?.points.map(({ at, values }) => [at, values.length])).toEqual([
    ...[0, 50, 100].map((at) => [at, 2]),
  ])
  const errors = curvesOf(events, 'random labels 100%').map((curve) => curve.at(-1)?.testAccuracy)
  expect(outcome?.points[2]?.values.map(({ value }) => 1 - value)).toEqual(
    errors.map((accuracy) => expect.closeTo(accuracy ?? NaN, 9) as number),
  )

  const curves = curvesOf(events, 'random labels 50%')
  const epochs = Array.from({ length: Math.max(...curves.map((one) => one.length)) }, (_, at) => [
    at + 1,
    100 * mean(curves.flatMap((curve) => curve[at]?.testAccuracy ?? [])),
  ])
  const measured = outcome?.points.map(({ at, values }) => [
    at,
    100 * mean(values.map(({ value }) => value)),
  ])
  const published = {
    'figure1.mlp': { x: 'p, %', y: 'test error, %', points: measured, note: 'a < b & c' },
    'figure2.random': {
      ...{ x: 'epoch', y: 'accuracy, %', points: epochs, of: 'labels 50%', split: 'test' },
    },
    'figure4.odd': { x: 'steps', y: 'test error, %', points: [[1, 2]] },
  }
  await writeFile(path.join(own.folder, 'curves.json'), JSON.stringify(published))
  const again = await own.genspec('a.gen', '--reporter', 'pictures=p', '--reporter', 'html=r.html')
  expect(again.code).toBe(0)

  const sweep = await readFile(path.join(own.folder, 'p', 'figure1.svg'), 'utf8')
  expect(XMLValidator.validate(sweep)).toBe(true)
  const [paper, line] = tags(sweep, 'path').filter(({ d }) => (d ?? '').split('L').length === 3)
  expect(paper?.d).toBe(line?.d)
  // Six dots for the seeds, and three rings for the points of the paper.
  expect(tags(sweep, 'circle')).toHaveLength(6 + 3)
  expect(sweep).toContain('a &lt; b &amp; c')

  const learning = await readFile(path.join(own.folder, 'p', 'figure2.svg'), 'utf8')
  expect(XMLValidator.validate(learning)).toBe(true)
  const lines = tags(learning, 'path').map(({ d }) => d ?? '')
  const doubled = lines.filter((d, at) => d.split('L').length > 2 && lines.indexOf(d) !== at)
  expect(doubled).toHaveLength(1)

  const page = await readFile(path.join(own.folder, 'r.html'), 'utf8')
  expect(page).toContain('the paper&#39;s figure1.mlp')
  expect(page.replace(/\s+/g, ' ')).toContain(
    'figure3.unknown is not shown: no <code>curves.json</code> beside the spec has it.',
  )
  expect(page.replace(/\s+/g, ' ')).toContain(
    'figure4.odd is not shown: nothing was measured here over its axes, steps and test error, %.',
  )
})

test.each([
  ['{"figure1.mlp": {"x": "p"}}', 'curves.json: the curve figure1.mlp does not have the form {'],
  ['{', 'curves.json is not JSON'],
  ['null', 'curves.json is not an object that maps names to curves'],
])('%s in curves.json is an error that names the mistake', async (text, message) => {
  const { genspec } = await project({ 'a.gen': swept, 'curves.json': text })
  const { code, stderr } = await genspec('a.gen')
  expect(stderr).toContain(message)
  expect(stderr).not.toContain('    at ')
  expect(code).toBe(2)
})

test('picture reports need a folder, and say so if there is nothing to draw', async () => {
  const { genspec } = await project({ 'a.gen': spec('expect params > 0') })
  expect((await genspec('a.gen', '--reporter', 'pictures')).stderr).toContain(
    '`pictures` writes several files: use `--reporter pictures=FOLDER`',
  )
  expect((await genspec('a.gen', '--reporter', 'pictures=p')).stderr).toContain(
    'p has no pictures: no claim has a published curve and measurements of it',
  )
})
