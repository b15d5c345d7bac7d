/** @file What a command that is still running has said. */

import type { ChildProcess } from 'node:child_process'

export interface Output {
  /** Resolves with all that came since the last call, once that matches. */
  until(pattern: RegExp): Promise<string>
}

/** Of standard output and standard error together. */
export function outputOf({ stdout, stderr }: ChildProcess): Output {
  let heard = ''
  let look = () => {}
  for (const stream of [stdout, stderr]) {
    stream?.setEncoding('utf8').on('data', (text: string) => {
      heard += text
      look()
    })
  }
  return {
    until: (pattern) =>
      new Promise((resolve) => {
        look = () => {
          const found = pattern.exec(heard)
          if (found === null) return
          look = () => {}
          const end = found.index + found[0].length
          const text = heard.slice(0, end)
          heard = heard.slice(end)
          resolve(text)
        }
        look()
      }),
  }
}
