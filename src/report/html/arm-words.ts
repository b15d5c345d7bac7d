/** @file Splits the labels of arms into the common part and the differences, for legends. */

const parts = /^(?<model>.+?)(?<data> on .+?)(?<training> with .+?)(?<corruption> under .+)?$/

/** @returns the common beginning of all arms, and the rest of each */
export function armWords(arms: readonly string[]): { shared: string; labels: string[] } {
  const split = arms.map((arm) =>
    parts
      .exec(arm)
      ?.slice(1)
      .map((part) => part ?? ''),
  )
  const [first] = split
  if (first === undefined || arms.length < 2 || split.includes(undefined)) {
    return { shared: '', labels: [...arms] }
  }
  const differing = first.findIndex((part, index) => split.some((arm) => arm?.[index] !== part))
  // If only some arms have a corruption, the legend cannot name the others by theirs.
  if (differing < 1 || split.some((arm) => arm?.slice(differing).join('') === '')) {
    return { shared: '', labels: [...arms] }
  }
  const labels = split.map((arm) => (arm ?? []).slice(differing).join('').trim())
  return { shared: first.slice(0, differing).join(''), labels }
}
