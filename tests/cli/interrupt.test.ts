import { once } from 'node:events'
import { readFile, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { createInterface } from 'node:readline'
import { setTimeout } from 'node:timers/promises'
import { expect, test } from 'vitest'
import { type Project, project } from '../support/genspec.js'
import { mishapProject } from '../support/mishaps.js'
import { outputOf } from '../support/output.js'
import { spec } from '../support/specs.js'

/** Enough runs that others are running when the first is done. */
const text = spec('expect train acc > 0.5 under random labels\nexpect train acc > 0.5').replace(
  'over 2 seeds',
  'over 6 seeds',
)

/**
 * Starts a command and sends it a signal once one of its runs is finished; returns the exit code
 * and the output.
 */
async function signalled(
  { start }: Pick<Project, 'start'>,
  signal: NodeJS.Signals,
  ...args: string[]
) {
  const child = start(['a.gen', ...args])
  const lines: string[] = []
  if (child.stdout === null) throw new Error('the output is piped')
  for await (const line of createInterface({ input: child.stdout })) {
    lines.push(line)
    if (line.startsWith(' ▪') && !child.killed) child.kill(signal)
  }
  const code =
    child.exitCode ??
    (child.signalCode === null ? ((await once(child, 'exit')) as [number])[0] : null)
  return { code, output: lines.join('\n') }
}

function storedRuns(output: string): number {
  return Number(/(\d+) from the store/.exec(output)?.[1] ?? 0)
}

test('a killed command loses no finished run', async () => {
  const folder = await project({ 'a.gen': text })
  await signalled(folder, 'SIGKILL')
  const { stdout, code } = await folder.genspec('a.gen')
  expect(storedRuns(stdout)).toBeGreaterThanOrEqual(1)
  expect(code).toBe(0)
})

test('Ctrl-C leaves the requested reports, with the open claims as interrupted', async () => {
  const decided = `${text}\nclaim decided {\n  expect params of mlp on digits > 100\n}\n`
  const { folder, start, genspec } = await project({ 'a.gen': decided })
  const names = ['html', 'json', 'junit', 'markdown'].flatMap((name) => ['--reporter', name])
  const { code } = await signalled({ start }, 'SIGINT', ...names, '--output', 'out/')
  expect(code).toBe(130)
  const read = (name: string) => readFile(path.join(folder, 'out', name), 'utf8')
  const report = JSON.parse(await read('report.json'))
  expect(report).toMatchObject({ interrupted: true, exitCode: 130 })
  expect(report.verdicts).toMatchObject({ pass: 1, skipped: 1 })
  expect(report.claims.map(({ interrupted = false }) => interrupted)).toEqual([true, false])
  expect(await read('junit.xml')).toContain(
    '<skipped message="interrupted before its runs were done"',
  )
  const said = 'The run was interrupted: 1 claim had no verdict yet.'
  expect(await read('report.html')).toContain(said)
  expect(await read('report.md')).toContain(said)
  // The stored events give the same report.
  const again = await genspec('report', '--reporter', 'html')
  expect(again.stdout).toBe(await read('report.html'))
})

test('Ctrl-C ends the current runs, says so, and exits with 130', async () => {
  const folder = await project({ 'a.gen': text })
  const { code, output } = await signalled(folder, 'SIGINT')
  expect(output).toContain('interrupted; finished runs are stored')
  expect(output).not.toContain('✓')
  expect(code).toBe(130)
  const { stdout } = await folder.genspec('a.gen')
  expect(storedRuns(stdout)).toBeGreaterThanOrEqual(1)
})

test('a second Ctrl-C stops at once, even if a run is blocked, and loses no finished run', async () => {
  // The second run blocks within a step, so it cannot receive a signal.
  const { folder, start, genspec } = await project(mishapProject('stuck 1', 2))
  const file = (name: string) => path.join(folder, name)
  const attempts = async () =>
    (await readFile(file('attempts'), 'utf8').catch(() => '')).split('\n').length - 1
  const child = start(['a.gen', '--jobs', '1'])
  const output = outputOf(child)
  while ((await attempts()) < 2) await setTimeout(20)
  child.kill('SIGINT')
  await output.until(/press Ctrl-C again to stop at once\n/)
  child.kill('SIGINT')
  expect(await once(child, 'exit')).toEqual([130, null])
  await writeFile(file('go'), '')
  const { stdout, code } = await genspec('a.gen')
  expect(stdout).toContain('1 run to train, 1 from the store')
  expect(code).toBe(0)
})
