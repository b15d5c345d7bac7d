/**
 * @file Makes the reports of `reports/NAME/events.ndjson` again: HTML, Markdown and a badge. With
 * `--check` it changes nothing and fails where one of them, or a spec, is not what the events say.
 * The events are what `genspec run` left in `.genspec/events.ndjson`; nothing depends on this machine.
 */

import { readFile, readdir, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { parseEvents } from '../src/report/read-events.js'
import { documentReporters } from '../src/report/reporters.js'
import { collect } from '../src/report/results.js'

const folder = import.meta.dirname
const project = path.dirname(folder)
const checking = process.argv.includes('--check')
const rendered = ['html', 'markdown', 'badge'] as const
const stale: string[] = []

for (const entry of await readdir(folder, { withFileTypes: true })) {
  if (!entry.isDirectory()) continue
  const own = path.join(folder, entry.name)
  const source = path.join(own, 'events.ndjson')
  const text = await readFile(source, 'utf8').catch(() => undefined)
  if (text === undefined) continue
  const results = collect(parseEvents(text, source))
  for (const { name, file, text: claim } of results.claims) {
    const spec = await readFile(path.join(project, file), 'utf8').catch(() => '')
    if (!spec.replaceAll('\r\n', '\n').includes(claim)) {
      stale.push(`${file}: the claim ${name} has changed since ${entry.name} was run`)
    }
  }
  for (const name of rendered) {
    const { fileName, render } = documentReporters[name]
    const file = path.join(own, fileName)
    const wanted = await render(results)
    const there = await readFile(file, 'utf8').catch(() => '')
    if (there.replaceAll('\r\n', '\n') === wanted) continue
    if (checking) stale.push(`${path.relative(project, file)} is not what its events say`)
    else await writeFile(file, wanted)
  }
}

for (const line of stale) console.error(line)
if (stale.length > 0) {
  console.error('run the specs again where they changed, then `npm run reports`')
  process.exitCode = 1
}
