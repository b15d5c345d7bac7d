/** @file Several commands on one store at once: each run is trained once, and all of them judge it. */

import { type Attack, onProject } from './attack.js'

const commands = 4

export const concurrency: Attack = {
  name: 'one store',
  tries: 4,
  attempt: (reference) =>
    onProject(async (project) => {
      const started = Array.from({ length: commands }, () => project.genspec('a.gen'))
      const ended = await Promise.all(started)
      const failed = ended.find(({ code }) => code !== 0)
      if (failed) return `one of ${commands} commands ended with ${failed.code}: ${failed.text}`
      const trained = ended.map(({ text }) => Number(/\((\d+) runs? trained/.exec(text)?.[1]))
      const total = trained.reduce((sum, count) => sum + count, 0)
      if (total !== reference.runs.size) return `${total} runs were trained: ${trained.join(' + ')}`
      return project.recover(reference)
    }),
}
