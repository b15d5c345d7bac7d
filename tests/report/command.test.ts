import { readFile, readdir, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { describe, expect, test } from 'vitest'
import { parseEvents } from '../../src/events/read-events.js'
import { project } from '../support/genspec.js'
import { eventsText } from '../support/results.js'
import { spec } from '../support/specs.js'

const stored = { '.genspec/events.ndjson': eventsText }

describe('genspec report', () => {
  test('writes several reports at once into a folder', async () => {
    const { genspec, folder } = await project(stored)
    const { code, stdout } = await genspec(
      ...['report', '--reporter', 'html', '--reporter', 'junit', '--reporter', 'badge=b.svg'],
      ...['--output', 'out'],
    )
    expect(code).toBe(0)
    expect((await readdir(path.join(folder, 'out'))).sort()).toEqual(['junit.xml', 'report.html'])
    expect(await readFile(path.join(folder, 'b.svg'), 'utf8')).toContain('1/4 reproduced')
    // The report is the only output on the terminal.
    expect(stdout).toContain('1 passed, 1 failed, 2 inconclusive')
  })

  test('prints a single report and refuses to mix two', async () => {
    const { genspec } = await project(stored)
    expect((await genspec('report', '--reporter', 'tap')).stdout).toMatch(
      /^TAP version 14\n1\.\.4\n/,
    )
    const mixed = await genspec('report', '--reporter', 'tap', '--reporter', 'json')
    expect(mixed.stderr).toContain('`tap` and `json` cannot share standard output')
    expect(mixed.code).toBe(2)
  })

  test.each([
    [['--reporter', 'pdf'], 'It must be one of `default`, `verbose`, `dot`, `json`'],
    [['--reporter', 'dot=a.txt'], '`dot` writes to the terminal and takes no file'],
    [['--output', 'a.html'], '`--output` needs a report to write'],
    [
      ['none.ndjson'],
      'there are no events in none.ndjson: there is no such file; `genspec run` writes them',
    ],
  ])('%j is a usage error', async (args, message) => {
    const { genspec } = await project(stored)
    const { code, stderr } = await genspec('report', ...args)
    expect(stderr).toContain(message)
    expect(code).toBe(2)
  })

  test('the terminal report fits a narrow terminal and draws in ASCII if required', async () => {
    const narrow = await project(stored, { COLUMNS: '44', TERM: 'linux' })
    const { stdout } = await narrow.genspec('report')
    const lines = stdout.split('\n').slice(1)
    const verdicts = lines.slice(lines.indexOf('quickstart.gen'))
    for (const line of verdicts) expect(line.length).toBeLessThanOrEqual(60)
    expect(stdout).toContain(' x will_fail')
    expect(stdout).toContain('[o-]                   |')
    // eslint-disable-next-line no-control-regex
    expect(stdout).toMatch(/^[\u0000-\u007f]*$/)
  })

  test('NO_COLOR takes precedence over a terminal with colours', async () => {
    const { genspec } = await project(stored, { FORCE_COLOR: '1', NODE_NO_WARNINGS: '1' })
    expect((await genspec('report')).stdout).not.toContain('\u001b')
    const coloured = await project(stored, { FORCE_COLOR: '1', NO_COLOR: '' })
    expect((await coloured.genspec('report')).stdout).toContain('\u001b[32m')
  })

  test('a locale without UTF-8 gets ASCII', async () => {
    const { genspec } = await project(stored, { LC_ALL: 'C' })
    expect((await genspec('report')).stdout).toContain(' x will_fail')
    const unicode = await project(stored, { LC_ALL: 'en_US.UTF-8' })
    expect((await unicode.genspec('report')).stdout).toContain(' ✗ will_fail')
  })

  test('under GitHub Actions annotations and the summary are on by default', async () => {
    const { genspec, folder } = await project(stored, {
      ...{ GITHUB_ACTIONS: 'true', GITHUB_STEP_SUMMARY: 'summary.md' },
    })
    const { stdout } = await genspec('report')
    expect(stdout).toContain('::error file=quickstart.gen,line=37,title=will_fail%3A fail::')
    const summary = await readFile(path.join(folder, 'summary.md'), 'utf8')
    expect(summary).toContain('**1 of 4 trained claims hold')
  })
})

test('a run with a failed claim leaves its events and reports, and reporting them later gives the same text', async () => {
  const { genspec, folder } = await project({ 'a.gen': spec('expect train acc < 5%') })
  const first = await genspec('a.gen', '--reporter', 'junit=j.xml', '--reporter', 'html=r.html')
  expect(first.code).toBe(1)
  expect(await readFile(path.join(folder, 'j.xml'), 'utf8')).toContain('failures="1"')
  const text = await readFile(path.join(folder, '.genspec', 'events.ndjson'), 'utf8')
  const events = parseEvents(text, 'events.ndjson')
  expect(events.at(-1)).toMatchObject({ type: 'end', exitCode: 1 })
  const again = await genspec('report', '--reporter', 'html')
  expect(again.stdout).toBe(await readFile(path.join(folder, 'r.html'), 'utf8'))
  // A killed process leaves no end event; the rest can still be reported.
  await writeFile(path.join(folder, 'cut.ndjson'), text.slice(0, text.indexOf('"type":"end"')))
  const cut = await genspec('report', 'cut.ndjson', '--reporter', 'markdown')
  expect(cut.stdout).toContain('The run was cut off')
})
