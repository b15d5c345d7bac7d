/** @file What several arms have in common said once, so that a legend names only what sets them apart. */

const parts = /^(?<model>.+?)(?<data> on .+?)(?<training> with .+?)(?<corruption> under .+)?$/

/** @returns what all arms begin with, and the rest of each */
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
  // What is only a corruption for some cannot be named for the others.
  if (differing < 1 || split.some((arm) => arm?.slice(differing).join('') === '')) {
    return { shared: '', labels: [...arms] }
  }
  const labels = split.map((arm) => (arm ?? []).slice(differing).join('').trim())
  return { shared: first.slice(0, differing).join(''), labels }
}
