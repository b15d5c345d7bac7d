/** @file Fetches the missing datasets of a plan before anything runs. */

import { armsOf } from '../claims/expectation.js'
import { fetchDataset } from '../data/files/fetch.js'
import { DataError } from '../kinds/dataset.js'
import type { Plan } from '../plan/plan.js'
import { installProgress } from './download-progress.js'
import type { Project } from './project.js'

/**
 * Fetches nothing if GENSPEC_OFFLINE is set. Claims whose data cannot be fetched stay skipped.
 * @param notes receives the progress
 * @returns true if new data makes another plan possible, and the reasons for what was not fetched
 */
export async function fetchMissing(
  { registry, environment }: Project,
  { claims }: Plan,
  notes: NodeJS.WriteStream,
): Promise<{ came: boolean; refused: string[] }> {
  if (environment.offline) return { came: false, refused: [] }
  const skipped = claims.filter((planned) => planned.skipped?.cause === 'data')
  const setups = skipped.flatMap(({ claim }) => claim.expectations.flatMap(armsOf))
  const names = new Set(
    setups.flatMap(({ setup }) => (setup.dataset ? [setup.dataset.source.kind] : [])),
  )
  let came = false
  const refused: string[] = []
  for (const name of names) {
    const kind = registry.get('dataset', name)
    if (!kind.publication?.downloads.length) continue
    if ((await kind.locate({})).found) continue
    const progress = installProgress(notes)
    try {
      await fetchDataset(kind, progress)
      came = true
    } catch (error) {
      if (!(error instanceof DataError)) throw error
      progress.stop()
      refused.push(error.message)
    } finally {
      progress.stop()
    }
  }
  return { came, refused }
}
