/**
 * @file Makes the reports of each folder here again: HTML, Markdown, a badge, and the paper's figures
 * as pictures. They are of `events.ndjson`, which a run left in `.genspec/events.ndjson`, or of the
 * records in `runs`. With `--check` it changes nothing and fails where a report is stale.
 */

import { mkdir, readFile, readdir, rm, writeFile } from 'node:fs/promises'
import path from 'node:path'
import type { RunEvent } from '../src/events/events.js'
import { pictures } from '../src/report/figure-files.js'
import { parseEvents } from '../src/events/read-events.js'
import { documentReporters } from '../src/report/reporters.js'
import { collect } from '../src/events/results.js'
import { judgeRecords } from './records.js'

/** In the project, which is the working directory. */
const folder = 'reports'
const checking = process.argv.includes('--check')
const rendered = ['html', 'markdown', 'badge'] as const
const picturesFolder = 'pictures'
const stale: string[] = []

for (const entry of await readdir(folder, { withFileTypes: true })) {
  if (!entry.isDirectory()) continue
  const own = path.join(folder, entry.name)
  const events = await eventsOf(own)
  if (events === undefined) continue
  const results = collect(events)
  for (const name of rendered) {
    const { fileName, render } = documentReporters[name]
    const document = await render(results)
    await keep(path.join(own, fileName), document)
    if (name === 'markdown') await include(path.join(own, 'README.md'), document)
  }
  const drawn = pictures(results)
  for (const [name, svg] of drawn) await keep(path.join(own, picturesFolder, name), svg)
  for (const name of await readdir(path.join(own, picturesFolder)).catch(() => [])) {
    if (!drawn.has(name)) await drop(path.join(own, picturesFolder, name))
  }
}

for (const line of stale) console.error(line)
if (stale.length > 0) {
  console.error('run the specs again where they changed, then `npm run reports`')
  process.exitCode = 1
}

async function eventsOf(own: string): Promise<RunEvent[] | undefined> {
  const files = await readdir(own)
  if (files.includes('runs')) {
    const { events, problems } = await judgeRecords(own)
    stale.push(...problems)
    return events
  }
  if (!files.includes('events.ndjson')) return undefined
  const source = path.join(own, 'events.ndjson')
  const events = parseEvents(await readFile(source, 'utf8'), source)
  for (const event of events) {
    if (event.type !== 'claim') continue
    const { name, file, text } = event.claim
    const spec = await readFile(file, 'utf8').catch(() => '')
    if (spec.replaceAll('\r\n', '\n').includes(text)) continue
    stale.push(`${file}: the claim ${name} has changed since ${path.basename(own)} was run`)
  }
  return events
}

async function keep(file: string, wanted: string): Promise<void> {
  const there = await readFile(file, 'utf8').catch(() => '')
  if (there.replaceAll('\r\n', '\n') === wanted) return
  if (checking) {
    stale.push(`${file} is not what its runs say`)
    return
  }
  await mkdir(path.dirname(file), { recursive: true })
  await writeFile(file, wanted)
}

/** Puts the verdicts between a README's marks, where it has them. */
async function include(file: string, report: string): Promise<void> {
  const text = await readFile(file, 'utf8').catch(() => '')
  const marked = /^([^]*<!-- verdicts -->\n)[^]*(<!-- end of verdicts -->[^]*)$/.exec(text)
  const [, before, after] = marked ?? []
  if (before === undefined || after === undefined) return
  const verdicts = report.replace(/^# .*\n+/, '').replaceAll(/^#(?=#)/gm, '##')
  await keep(file, `${before}\n${verdicts}\n${after}`)
}

async function drop(file: string): Promise<void> {
  if (checking) stale.push(`${file} is of no figure any more`)
  else await rm(file)
}
