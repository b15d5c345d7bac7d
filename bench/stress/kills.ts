/** @file `kill -9` at random times: no result is lost, no process stays, and the next run has the same bits. */

import { randomInt } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import { type Attack, endOf, onProject } from './attack.js'

export const kills: Attack = {
  name: 'kill -9',
  tries: 10,
  attempt: (reference) =>
    onProject(async (project) => {
      const child = project.start('a.gen')
      const ended = endOf(child)
      await sleep(randomInt(Math.ceil(reference.duration)))
      child.kill('SIGKILL')
      await ended
      return (await project.processesLeft()) ?? (await project.recover(reference))
    }),
}
