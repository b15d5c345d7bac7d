/** @file Tampering with stored files, by a flipped byte, a cut or a swap: genspec notices it and trains again. */

import { randomInt } from 'node:crypto'
import { cp, readFile, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { type Attack, type StressProject, onProject } from './attack.js'

const names = ['record.json', 'events.ndjson'] as const

export const tampering: Attack = {
  name: 'tampering',
  tries: 20,
  attempt: (reference) =>
    onProject(async (project) => {
      const trained = await project.genspec('a.gen')
      if (trained.code !== 0) return `the first run ended with ${trained.code}: ${trained.text}`
      const what = await tamper(project, [...reference.runs.keys()])
      const verified = await project.genspec('store', 'verify')
      if (verified.code !== 3) return `${what} was not noticed: ${verified.text}`
      // A damaged log alone is no reason to train again.
      if (what.includes('events.ndjson')) return undefined
      const problem = await project.recover(reference)
      return problem && `${what}: ${problem}`
    }),
}

/** @returns a description of the change */
async function tamper({ store }: StressProject, keys: readonly string[]): Promise<string> {
  const folders = keys.map((key) => store.folderOf(key))
  const name = names[randomInt(names.length)] ?? 'record.json'
  const at = randomInt(folders.length)
  const file = path.join(folders[at] ?? '', name)
  const other = path.join(folders[(at + 1) % folders.length] ?? '', name)
  const bytes = await readFile(file)
  // A change after the end of the last line has no effect.
  const place = randomInt(bytes.length - 1)
  switch (randomInt(3)) {
    case 0:
      bytes[place] = (bytes[place] ?? 0) ^ (1 << randomInt(8))
      await writeFile(file, bytes)
      return `a bit of byte ${place} of ${name} flipped`
    case 1:
      await writeFile(file, bytes.subarray(0, place))
      return `${name} cut off at byte ${place}`
    default:
      await cp(other, file)
      return `${name} of another run`
  }
}
