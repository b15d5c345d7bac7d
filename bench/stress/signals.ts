/** @file Termination signals at random times: runs end with their command, and continue with the next one. */

import { randomInt } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import { type Attack, endOf, faultIn, onProject } from './attack.js'

const signals = ['SIGINT', 'SIGTERM', 'SIGHUP', 'SIGQUIT'] as const
/** Exit codes: killed by the signal before genspec handles it, interrupted, or finished before the signal. */
const expected = [null, 130, 0]

export const asked: Attack = {
  name: 'signals',
  tries: 12,
  attempt: (reference) =>
    onProject(async (project) => {
      const signal = signals[randomInt(signals.length)] ?? 'SIGINT'
      const after = randomInt(Math.ceil(reference.duration))
      const child = project.start('a.gen')
      const ended = endOf(child)
      await sleep(after)
      child.kill(signal)
      const end = await ended
      const wrong = expected.includes(end.code) ? faultIn(end) : `it ended with ${end.code}`
      const problem = wrong ?? (await project.processesLeft()) ?? (await project.recover(reference))
      return problem && `${signal} after ${after} ms: ${problem}`
    }),
}
