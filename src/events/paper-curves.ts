/** @file The curves of a paper, read from `curves.json` next to the spec that names them. */

import path from 'node:path'
import type { Claim } from '../claims/claim.js'
import { FileError, readRegularFile } from '../files/regular-file.js'
import type { PaperCurve } from './events.js'

/** Curves by their name in the spec, for each folder of specs. */
export type PaperCurves = ReadonlyMap<string, Record<string, PaperCurve>>

/** The largest `curves.json`, in bytes. */
const largest = 2 ** 24

/** `curves.json` cannot be read; the message names the file and the reason. */
export class CurvesError extends Error {}

/**
 * A folder without the file has no curves.
 * @param root the folder that the claims' files are relative to
 * @throws CurvesError that names the file and the curve
 */
export function readPaperCurves(claims: readonly Claim[], root: string): PaperCurves {
  const naming = claims.filter(({ reported }) => reported.some(({ type }) => type === 'curve'))
  const folders = new Set(naming.map(({ file }) => path.dirname(file)))
  const found = [...folders].map((folder) => {
    const file = path.join(folder, 'curves.json')
    return [folder, parseCurves(file, textOf(path.resolve(root, file), file))] as const
  })
  return new Map(found)
}

function textOf(file: string, shown: string): string {
  try {
    return readRegularFile(file, largest).toString('utf8')
  } catch (error) {
    if (!(error instanceof FileError)) throw error
    if (error.absent) return '{}'
    throw new CurvesError(`${shown} cannot be read: ${error.message}`, { cause: error })
  }
}

function parseCurves(file: string, text: string): Record<string, PaperCurve> {
  let curves: unknown
  try {
    curves = JSON.parse(text)
  } catch (error) {
    throw new CurvesError(`${file} is not JSON: ${(error as Error).message}`, { cause: error })
  }
  if (typeof curves !== 'object' || curves === null) {
    throw new CurvesError(`${file} is not an object that maps names to curves`)
  }
  for (const [name, curve] of Object.entries(curves)) {
    if (!isCurve(curve)) {
      const form = '{ "x": "epoch", "y": "accuracy, %", "points": [[1, 70.5], [2, 81.1]] }'
      throw new CurvesError(`${file}: the curve ${name} does not have the form ${form}`)
    }
  }
  return curves as Record<string, PaperCurve>
}

function isCurve(value: unknown): value is PaperCurve {
  const { x, y, points, of, split, note } = (value ?? {}) as Record<string, unknown>
  const isPoint = (point: unknown) =>
    Array.isArray(point) && point.length === 2 && point.every(Number.isFinite)
  return (
    [x, y, of ?? '', note ?? ''].every((one) => typeof one === 'string') &&
    [undefined, 'train', 'test'].includes(split as string | undefined) &&
    Array.isArray(points) &&
    points.every(isPoint)
  )
}

export function curveNamed(
  curves: PaperCurves,
  file: string,
  name: string,
): PaperCurve | undefined {
  return curves.get(path.dirname(file))?.[name]
}
