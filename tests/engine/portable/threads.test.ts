import { describe, expect, it } from 'vitest'
import { project } from '../../support/genspec.js'
import { spec } from '../../support/specs.js'
import { runProgram } from './processes.js'

describe('threads', () => {
  it.each([1, 2, 5])(
    '%i start once, sleep while idle, and let the process end',
    async (threads) => {
      const { code, stdout, stderr } = await runProgram('threads.ts', [`${threads}`, '1000'])
      expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
      const { workers, idle } = JSON.parse(stdout) as { workers: number; idle: number }
      expect(workers).toBe(threads - 1)
      // A single spinning thread would have used the whole second.
      expect(idle).toBeLessThan(300)
    },
  )

  it('die with their process', async () => {
    let pid = 0
    const { signal } = await runProgram('endless.ts', [], {
      onOutput: (text, kill) => {
        pid = Number(text)
        kill()
      },
    })
    expect(signal).toBe('SIGKILL')
    expect(() => process.kill(pid, 0)).toThrow(/ESRCH/)
  })

  it('--threads sets their number, and is checked', async () => {
    const { genspec } = await project({ 'a.gen': spec('expect train acc > 1%') })
    const run = await genspec('a.gen', '--engine', 'portable', '--threads', '3')
    expect(run.code).toBe(0)
    const wrong = await genspec('a.gen', '--threads', '0')
    expect(wrong.code).toBe(2)
    expect(wrong.stderr).toContain('It must be an integer of at least 1.')
  })
})
