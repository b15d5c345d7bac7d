/** @file Files and folders of a user's data that are not used, with the reasons. */

export interface LeftOut {
  /** The path relative to the data's folder, with `/`. */
  file: string
  why: Reason
}

/** The description of one such file, and of several. */
type Reason = readonly [one: string, several: string]

export const reasons = {
  format: (name: string): Reason => formats.get(name) ?? remember(name),
  other: ['file that is not a picture', 'files that are not pictures'],
  empty: ['empty file', 'empty files'],
  unreadable: ['file that may not be read', 'files that may not be read'],
  hidden: ['hidden picture', 'hidden pictures'],
  special: ['pipe, socket or device', 'pipes, sockets or devices'],
  dangling: ['link that leads nowhere', 'links that lead nowhere'],
  outside: ['link that leads out of the folder', 'links that lead out of the folder'],
  back: ['link to a folder that it is in', 'links to folders that they are in'],
  again: ['link to a folder that is there already', 'links to folders that are there already'],
  beside: ['picture in no class folder', 'pictures in no class folder'],
  besideSplits: ['folder beside the two splits', 'folders beside the two splits'],
} as const satisfies Record<string, Reason | ((name: string) => Reason)>

const formats = new Map<string, Reason>()

/** Returns the same object for all files of a format, so that they are counted together. */
function remember(name: string): Reason {
  const reason = [`${name} file, which is not read`, `${name} files, which are not read`] as const
  formats.set(name, reason)
  return reason
}

/** The number of examples of each reason. */
const examples = 3

/**
 * Formats `5 GIF files, which are not read (cat/1.gif, cat/2.gif, cat/3.gif, …)`, with the most frequent reason
 * first.
 */
export function leftOutText(leftOut: readonly LeftOut[]): string {
  const groups = new Map<Reason, string[]>()
  for (const { file, why } of leftOut) groups.set(why, [...(groups.get(why) ?? []), file])
  return [...groups]
    .sort(([, a], [, b]) => b.length - a.length)
    .map(([[one, several], files]) => {
      const named = files.slice(0, examples).join(', ') + (files.length > examples ? ', …' : '')
      return `${files.length} ${files.length === 1 ? one : several} (${named})`
    })
    .join('; ')
}
