/** @file Warns about stored records that do not count. */

import type { Refused } from '../store/store.js'
import { complain } from '../text/complain.js'
import { shownPath } from '../text/shown-path.js'

export function onRefused({ folder, problem }: Refused): void {
  complain(`the record in ${shownPath(folder)} is ${problem}; it does not count`)
}
