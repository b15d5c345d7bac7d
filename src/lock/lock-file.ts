/** @file genspec.lock: the committed record of verdicts, values and environment, in a form that diffs well. */

import { lstatSync } from 'node:fs'
import stringify from 'json-stringify-pretty-compact'
import { FileError, readRegularFile } from '../files/regular-file.js'
import { writeWhole } from '../files/whole-file.js'
import { dictionary, either, fields, list, number, oneOf, text } from '../files/validator.js'
import type { Evidence, Extended, VerdictName } from '../judge/verdict.js'
import { LockError } from './error.js'

export const lockName = 'genspec.lock'
const version = 1
/** The size limit in bytes. */
const largest = 2 ** 28

export interface Lock {
  version: typeof version
  /** Sorted by file, claim and profile. */
  claims: LockedClaim[]
}

export interface LockedClaim {
  claim: string
  file: string
  profile?: string
  verdict: VerdictName
  /** Hash of the claim's meaning, including its arms' set-ups. */
  meaning: string
  expectations: LockedExpectation[]
  /** The engines, devices and versions that computed the runs. */
  environment: { engines: string[]; devices: string[]; genspec: string[]; commits: string[] }
  /** The date of acceptance, in ISO 8601. */
  date: string
}

export interface LockedExpectation {
  text: string
  verdict: VerdictName
  cases: LockedCase[]
}

export interface LockedCase {
  label?: string
  verdict: VerdictName
  n?: number
  estimate?: Extended
  /** Two-sided, 90% unless the claim has another alpha. */
  interval?: [Extended, Extended]
  /** The estimates for which the claim holds. */
  acceptance?: [Extended, Extended]
  /** The meaning of the numbers, as in a verdict's evidence. */
  scale?: Evidence['scale']
  unit?: Evidence['unit']
  /** Values on the scale of the estimate, by seed. */
  values?: Record<string, Extended>
}

const extended = either(number(), oneOf('Infinity', '-Infinity'))
const verdict = oneOf('pass', 'fail', 'inconclusive', 'error')
const range = list(extended)

const claimShape = fields(
  {
    claim: text,
    file: text,
    verdict,
    meaning: text,
    expectations: list(
      fields({
        text,
        verdict,
        cases: list(
          fields(
            { verdict },
            {
              label: text,
              n: number(),
              estimate: extended,
              interval: range,
              acceptance: range,
              scale: text,
              unit: text,
              values: dictionary(extended),
            },
          ),
        ),
      }),
    ),
    environment: fields({
      engines: list(text),
      devices: list(text),
      genspec: list(text),
      commits: list(text),
    }),
    date: text,
  },
  { profile: text },
)

/**
 * Parses a lock.
 * @throws LockError if it is not what {@link writeLock} writes
 */
export function parseLock(content: string, name: string): Lock {
  let lock: Partial<Lock> | null
  try {
    lock = JSON.parse(content) as Partial<Lock> | null
  } catch (error) {
    if (content.trim() === '') throw new LockError(`${name} is empty; ${remedy}`)
    throw new LockError(`${name} is not JSON: ${(error as Error).message}; ${remedy}`)
  }
  if (lock?.version !== version) {
    throw new LockError(`${name} is not a lock of version ${version}; ${remedy}`)
  }
  const wrong = list(claimShape)(lock.claims)
  if (wrong !== undefined) throw new LockError(`${name}: claims${wrong}; ${remedy}`)
  const seen = new Set<string>()
  for (const one of (lock as Lock).claims) {
    if (seen.has(identityOf(one))) {
      throw new LockError(`${name} records ${one.claim} of ${one.file} twice; ${remedy}`)
    }
    seen.add(identityOf(one))
  }
  return lock as Lock
}

const remedy = `take the committed one, or delete it and record again with \`genspec accept\``

/**
 * Undefined if there is no such file.
 * @param name the file's name for messages
 */
export function readLock(file: string, name = lockName): Lock | undefined {
  if (lstatSync(file, { throwIfNoEntry: false }) === undefined) return undefined
  try {
    return parseLock(readRegularFile(file, largest).toString('utf8'), name)
  } catch (error) {
    if (error instanceof FileError) throw new LockError(`${name} cannot be read: ${error.message}`)
    throw error
  }
}

export async function writeLock(file: string, claims: readonly LockedClaim[]): Promise<void> {
  const sorted = [...claims].sort((a, b) => (identityOf(a) < identityOf(b) ? -1 : 1))
  const content = stringify({ version, claims: sorted }, { maxLength: 100 })
  await writeWhole(file, `${content}\n`)
}

export function identityOf({
  file,
  claim,
  profile,
}: Pick<LockedClaim, 'file' | 'claim' | 'profile'>): string {
  return `${file} ${claim} ${profile ?? ''}`
}
