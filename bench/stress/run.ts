/**
 * @file Repeated attacks on the store and the processes of genspec, with counts of what survived:
 * `npm run stress`, or `npm run stress -- kills signals --tries 100`. It takes some minutes and is not
 * part of the tests; every attempt has another time, place or size, and a failed one prints it.
 */

import { parseArgs } from 'node:util'
import { type Attack, type Reference, onProject } from './attack.js'
import { concurrency } from './concurrency.js'
import { disks } from './disks.js'
import { kills } from './kills.js'
import { asked } from './signals.js'
import { tampering } from './tampering.js'

const attacks: Record<string, Attack> = { kills, signals: asked, concurrency, tampering, disks }

const { positionals, values } = parseArgs({
  allowPositionals: true,
  options: { tries: { type: 'string' } },
})
const unknown = positionals.find((name) => !(name in attacks))
if (unknown !== undefined) {
  console.error(`there is no attack ${unknown}; there are ${Object.keys(attacks).join(', ')}`)
  process.exit(2)
}

const reference = await undisturbed()
const wanted = positionals.length === 0 ? Object.keys(attacks) : positionals
for (const { name, tries, attempt } of wanted.flatMap((one) => attacks[one] ?? [])) {
  const count = values.tries === undefined ? tries : Number(values.tries)
  let held = 0
  for (let index = 0; index < count; index++) {
    const problem = await attempt(reference)
    if (problem === undefined) held++
    else console.error(`${name}: ${problem}`)
  }
  console.log(`${name.padEnd(24)} ${count} tried, ${held} held`)
  if (held < count) process.exitCode = 1
}

async function undisturbed(): Promise<Reference> {
  let reference: Reference | undefined
  const problem = await onProject(async (project) => {
    const started = performance.now()
    const { code, text } = await project.genspec('a.gen')
    reference = { duration: performance.now() - started, runs: await project.runs() }
    return code === 0 ? undefined : text
  })
  if (reference === undefined || problem !== undefined) {
    throw new Error(`what nothing disturbs failed: ${problem}`)
  }
  return reference
}
