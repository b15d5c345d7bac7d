/** @file `genspec accept`: writes the verdicts of what is stored to genspec.lock, the committed record. */

import { compareLocks } from '../../lock/compare.js'
import { mergeEntries } from '../../lock/entry.js'
import { identityOf, lockName, readLock, writeLock } from '../../lock/lock-file.js'
import { judgeStored } from '../../project/judged-specs.js'
import { planSpecs } from '../../project/plan-specs.js'
import { projectStore } from '../../project/store.js'
import { formatCount } from '../../text/amounts.js'
import { compareText } from '../compare-text.js'
import { exitCodes } from '../exit-codes.js'
import { claimsCommand } from '../options.js'

export function acceptCommand() {
  return claimsCommand('accept')
    .description(`write the verdicts of what is stored to ${lockName}, which is committed`)
    .action(async (paths, options) => {
      const planned = await planSpecs(paths, options)
      const { plan } = planned
      const { entries, open } = await judgeStored(plan, await projectStore())
      if (open.length > 0) {
        const names = open.map(({ claim }) => claim.name).join(', ')
        process.stderr.write(
          `genspec: ${formatCount(open.length, 'claim')} still to be run, so nothing is accepted: ${names}\n` +
            '  `genspec run` trains what they need; name the other specs to accept those alone\n',
        )
        process.exitCode = exitCodes.runErrored
        return
      }
      const old = (await readLock(lockName))?.claims ?? []
      // A claim that is gone from a spec which was read is gone from the record.
      const files = new Set(plan.claims.map(({ claim }) => claim.file))
      const here = new Set(plan.claims.map(({ claim }) => `${claim.file} ${claim.name}`))
      const whole = !options.title && options.tag.length === 0 && options.paper.length === 0
      const byLine = paths.some((given) => /\.gen:\d/.test(given))
      const kept = old.filter(
        ({ file, claim }) => !whole || byLine || !files.has(file) || here.has(`${file} ${claim}`),
      )
      await writeLock(lockName, mergeEntries(kept, entries))
      const names = new Set(entries.map(identityOf))
      const gone = new Set(old.filter((entry) => !kept.includes(entry)).map(identityOf))
      const before = old.filter(
        (entry) => names.has(identityOf(entry)) || gone.has(identityOf(entry)),
      )
      if (old.length > 0) {
        process.stdout.write(
          `${compareText(compareLocks(before, entries), ['recorded', 'now'])}\n\n`,
        )
      }
      process.stdout.write(`${formatCount(entries.length, 'claim')} written to ${lockName}\n`)
    })
}
