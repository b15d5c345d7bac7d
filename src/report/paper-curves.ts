/** @file The points of a paper's curves: `curves.json` beside the spec that names them. */

import { readFile } from 'node:fs/promises'
import path from 'node:path'
import type { Claim } from '../check/study.js'
import type { PaperCurve } from './events.js'

/** By the name in the spec, for each folder of specs. */
export type PaperCurves = ReadonlyMap<string, Record<string, PaperCurve>>

/** A folder without the file has no curves; one that cannot be read is an error that names it. */
export async function readPaperCurves(claims: readonly Claim[]): Promise<PaperCurves> {
  const naming = claims.filter(({ reported }) => reported.some(({ type }) => type === 'curve'))
  const folders = new Set(naming.map(({ file }) => path.dirname(file)))
  const found = [...folders].map(async (folder) => {
    const file = path.join(folder, 'curves.json')
    const text = await readFile(file, 'utf8').catch(() => '{}')
    try {
      return [folder, JSON.parse(text) as Record<string, PaperCurve>] as const
    } catch (error) {
      throw new Error(`${file} is not JSON: ${(error as Error).message}`, { cause: error })
    }
  })
  return new Map(await Promise.all(found))
}

export function curveNamed(
  curves: PaperCurves,
  file: string,
  name: string,
): PaperCurve | undefined {
  return curves.get(path.dirname(file))?.[name]
}
