/** @file Search for a stored run by the beginning of its key. */

import { shownPath } from '../text/shown-path.js'
import type { RunRecord } from './record.js'
import type { Store } from './store.js'

const shortestPrefix = 4

export type Found =
  | { record: RunRecord; folder: string }
  /** A sentence that says why no run was found. */
  | { refusal: string }

export async function findRun(store: Store, prefix: string): Promise<Found> {
  if (!/^[0-9a-f]+$/.test(prefix) || prefix.length < shortestPrefix) {
    return {
      refusal: `\`${prefix}\` is not the beginning of a run's key: 4 digits 0-9, a-f or more`,
    }
  }
  const entries = (await store.entries()).filter(({ folder }) => keyIn(folder).startsWith(prefix))
  const keys = new Set(entries.map(({ folder }) => keyIn(folder)))
  if (keys.size > 1) {
    const some = [...keys].slice(0, 5).map((key) => key.slice(0, prefix.length + 6))
    return { refusal: `${keys.size} runs begin with \`${prefix}\`: ${some.join(', ')}` }
  }
  const whole = entries.find((entry) => 'record' in entry)
  if (whole && 'record' in whole) return whole
  const [refused] = entries
  if (refused && 'problem' in refused) {
    const { folder, problem, fault } = refused
    const help = fault === 'torn' ? '; `genspec store gc` removes it' : ''
    return { refusal: `the record in ${shownPath(folder)} is ${problem}${help}` }
  }
  return {
    refusal: `no stored run begins with \`${prefix}\`; \`genspec plan\` lists the runs of a spec`,
  }
}

function keyIn(folder: string): string {
  return folder.split(/[/\\]/).at(-1) ?? ''
}
