/** @file genspec.lock: the committed record of verdicts, values and environment, written so that diffs read well. */

import { randomUUID } from 'node:crypto'
import { readFile, rename, rm, writeFile } from 'node:fs/promises'
import stringify from 'json-stringify-pretty-compact'
import type { Evidence, Extended, VerdictName } from '../judge/verdict.js'
import { LockError } from './error.js'

export const lockName = 'genspec.lock'
const version = 1

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
  /** Hash of what the claim says, its arms' set-ups included. */
  meaning: string
  expectations: LockedExpectation[]
  /** What computed the runs. */
  environment: { engines: string[]; devices: string[]; genspec: string[]; commits: string[] }
  /** When this was accepted, ISO 8601 date. */
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
  /** What the numbers are, as in a verdict's evidence. */
  scale?: Evidence['scale']
  unit?: Evidence['unit']
  /** On the scale of the estimate, by seed. */
  values?: Record<string, Extended>
}

export function parseLock(text: string, name: string): Lock {
  let lock: Partial<Lock>
  try {
    lock = JSON.parse(text) as Partial<Lock>
  } catch (error) {
    throw new LockError(`${name} is not JSON: ${(error as Error).message}`)
  }
  if (lock.version !== version || !Array.isArray(lock.claims)) {
    throw new LockError(
      `${name} is not a lock of version ${version}; make it again with \`genspec accept\``,
    )
  }
  return lock as Lock
}

/** Nothing where there is no such file. */
export async function readLock(file: string): Promise<Lock | undefined> {
  let text: string
  try {
    text = await readFile(file, 'utf8')
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined
    throw error
  }
  return parseLock(text, file)
}

/** Whole or not at all. */
export async function writeLock(file: string, claims: readonly LockedClaim[]): Promise<void> {
  const sorted = [...claims].sort((a, b) => (identityOf(a) < identityOf(b) ? -1 : 1))
  const text = stringify({ version, claims: sorted }, { maxLength: 100 })
  const temporary = `${file}.${randomUUID()}`
  try {
    await writeFile(temporary, `${text}\n`)
    await rename(temporary, file)
  } catch (error) {
    await rm(temporary, { force: true })
    throw error
  }
}

export function identityOf({ file, claim, profile }: Omit<LockedClaim, 'verdict'>): string {
  return `${file} ${claim} ${profile ?? ''}`
}
