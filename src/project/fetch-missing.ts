/** @file Fetches the datasets that a plan has to leave claims out for, before anything runs. */

import { armsOf } from '../claims/expectation.js'
import { projectRegistry } from '../config/project-registry.js'
import { fetchDataset } from '../data/files/fetch.js'
import { DataError } from '../kinds/dataset.js'
import type { Plan } from '../plan/plan.js'
import { installProgress } from './download-progress.js'
import { complain } from '../text/complain.js'

/**
 * Nothing is fetched where GENSPEC_OFFLINE is set. What cannot be fetched is said on standard error,
 * and its claims stay skipped.
 * @returns whether something came that makes another plan possible
 */
export async function fetchMissing({ claims }: Plan): Promise<boolean> {
  if (!['', '0', undefined].includes(process.env['GENSPEC_OFFLINE'])) return false
  const skipped = claims.filter((planned) => planned.skipped?.cause === 'data')
  const setups = skipped.flatMap(({ claim }) => claim.expectations.flatMap(armsOf))
  const names = new Set(
    setups.flatMap(({ setup }) => (setup.dataset ? [setup.dataset.source.kind] : [])),
  )
  const registry = await projectRegistry()
  let came = false
  for (const name of names) {
    const kind = registry.get('dataset', name)
    if (!kind.publication?.downloads.length) continue
    if ((await kind.locate({})).found) continue
    const progress = installProgress(process.stderr)
    try {
      await fetchDataset(kind, progress)
      came = true
    } catch (error) {
      if (!(error instanceof DataError)) throw error
      progress.stop()
      complain(error.message)
    } finally {
      progress.stop()
    }
  }
  return came
}
