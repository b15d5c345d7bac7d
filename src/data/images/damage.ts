/** @file Damaged pictures, and the message about them. */

import { formatCount } from '../../text/amounts.js'

export interface Damage {
  file: string
  /** The problem, as a clause after the file's name. */
  problem: string
  remedy: string
}

/** Thrown when a picture is read; threads exchange the same information as {@link Damage}. */
export class DamagedPicture extends Error {
  readonly damage: Damage

  constructor(file: string, problem: string, remedy = 'replace or remove it') {
    const damage = { file, problem, remedy }
    super(damageText([damage]))
    this.damage = damage
  }
}

const mostNamed = 10

/** The message with the names of the first ones and their number. */
export function damageText(all: readonly Damage[]): string {
  const named = all.slice(0, mostNamed).map(({ file, problem }) => `${file} ${problem}`)
  const [only] = all
  if (only !== undefined && all.length === 1) return `${named[0]}; ${only.remedy}`
  const rest = all.length > mostNamed ? `; and ${all.length - mostNamed} more` : ''
  return `${formatCount(all.length, 'picture')} cannot be used: ${named.join('; ')}${rest}; replace or remove them`
}
