import { once } from 'node:events'
import { existsSync } from 'node:fs'
import { readFile, readdir, rm } from 'node:fs/promises'
import path from 'node:path'
import { setTimeout } from 'node:timers/promises'
import { describe, expect, test } from 'vitest'
import { project } from '../support/genspec.js'
import { mishapProject } from '../support/mishaps.js'

/** True for a running process; false for one that has ended but still has an entry (a zombie). */
async function isAlive(pid: number): Promise<boolean> {
  try {
    process.kill(pid, 0)
  } catch {
    return false
  }
  const status = await readFile(`/proc/${pid}/status`, 'utf8').catch(() => '')
  return !/^State:\s+Z/m.test(status)
}

/**
 * Starts a command; returns it with the process of its run once that has reached its fourth step.
 */
async function underWay(schedule: string) {
  const made = await project(mishapProject(schedule, 1, 1_000_000))
  const command = made.start(['a.gen'])
  const file = path.join(made.folder, 'attempts')
  while (!existsSync(file)) await setTimeout(20)
  return { ...made, command, run: Number((await readFile(file, 'utf8')).trim()) }
}

describe.runIf(process.platform !== 'win32')('a command that ends', () => {
  test.each(['SIGKILL', 'SIGQUIT', 'SIGABRT', 'SIGHUP', 'SIGTERM'] as const)(
    'by %s ends its runs, which keep their checkpoints',
    async (signal) => {
      const { command, run, folder } = await underWay('killed 0')
      command.kill(signal)
      await once(command, 'exit')
      while (await isAlive(run)) await setTimeout(50)
      const [key = ''] = await readdir(path.join(folder, '.genspec/runs'))
      const kept = await readdir(path.join(folder, '.genspec/runs', key))
      expect(kept.sort()).toEqual(['checkpoint.bin', 'events.ndjson'])
    },
  )

  test('because its folder is gone says so, exit 2, and leaves nothing', async () => {
    const { command, run, folder } = await underWay('killed 0')
    let said = ''
    command.stderr?.on('data', (text) => (said += String(text)))
    await rm(folder, { recursive: true })
    await once(command, 'close')
    expect(said).toContain(`genspec: the folder ${folder} was removed or renamed, `)
    expect(command.exitCode).toBe(2)
    while (await isAlive(run)) await setTimeout(50)
    expect(existsSync(folder)).toBe(false)
  })

  test('by SIGKILL also ends a blocked run', async () => {
    const { command, run } = await underWay('stuck 0')
    command.kill('SIGKILL')
    await once(command, 'exit')
    while (await isAlive(run)) await setTimeout(50)
    expect(command.signalCode).toBe('SIGKILL')
  })

  test.each(['SIGINT', 'SIGTERM', 'SIGHUP'] as const)(
    'by a second %s ends at once, together with a blocked run',
    async (signal) => {
      const { command, run } = await underWay('stuck 0')
      const ended = once(command, 'exit')
      command.kill(signal)
      for await (const text of command.stderr ?? []) {
        if (String(text).includes('again stops at once')) break
      }
      command.kill(signal)
      expect(await ended).toEqual([130, null])
      while (await isAlive(run)) await setTimeout(50)
    },
  )
})
