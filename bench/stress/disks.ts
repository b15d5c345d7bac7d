/**
 * @file Disks that are too small, of any size: genspec reports it, tears no file, and continues with more room.
 * The disk is a file system in memory if Linux lets users mount one, else a limit on the size of files.
 */

import { spawn, spawnSync } from 'node:child_process'
import { randomInt } from 'node:crypto'
import { type Attack, bin, endOf, faultIn, onProject } from './attack.js'

const mounting = ['-rm', 'bash', '-c']
const canMount =
  spawnSync('unshare', [...mounting, 'mount -t tmpfs -o size=64k tmpfs /mnt']).status === 0

/** Exit codes: passed; a report or the store cannot be written; a run cannot be kept. */
const expected = [0, 2, 3]

export const disks: Attack = {
  name: canMount ? 'full disks' : 'files that may not grow',
  tries: 10,
  attempt: (reference) =>
    onProject(async (project) => {
      const kilobytes = randomInt(4, 1500)
      const genspec = `"${process.execPath}" "${bin}" a.gen --reporter html=.genspec/report.html`
      // Files that are written to the small disk are copied from it for the next run.
      const script = canMount
        ? `mkdir .genspec && mount -t tmpfs -o size=${kilobytes}k tmpfs .genspec && ${genspec}; code=$?
           cp -r .genspec kept; exit $code`
        : `ulimit -f ${kilobytes}; ${genspec}`
      const [command, args] = canMount
        ? ['unshare', [...mounting, script]]
        : ['bash', ['-c', script]]
      const [cwd, env] = [project.folder, project.environment()]
      const end = await endOf(spawn(command, args, { cwd, env, stdio: ['ignore', 'pipe', 'pipe'] }))
      if (canMount) spawnSync('bash', ['-c', 'rmdir .genspec; mv kept .genspec'], { cwd })
      const wrong = expected.includes(end.code ?? -1)
        ? faultIn(end)
        : `it ended with ${end.code}: ${end.text}`
      const problem = wrong ?? (await project.processesLeft()) ?? (await project.recover(reference))
      return problem && `${kilobytes} kB: ${problem}`
    }),
}
