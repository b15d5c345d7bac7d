/** @file Trainings that a mishap ends or holds up: schedules of a project's own, `rate 0.1 killed 1 times`. */

import { spec } from './specs.js'

/** Each attempt at the run that reaches its fourth step is a line of the file `attempts`. */
const config = `
import { appendFileSync, existsSync, readFileSync } from 'node:fs'
import { defineConfig, defineSchedule, integer } from 'genspec'

const attempts = () => (existsSync('attempts') ? readFileSync('attempts', 'utf8').split('\\n').length - 1 : 0)
let begun = false

const mishap = (name, happen) =>
  defineSchedule({
    name,
    summary: 'meets with a mishap in some of its attempts',
    parameters: { count: integer({ doc: 'how many attempts', min: 0 }) },
    factor({ count }, { step }) {
      if (step < 3 || begun) return 1
      begun = true
      const before = attempts()
      appendFileSync('attempts', \`\${process.pid}\\n\`)
      happen(count, before)
      return 1
    },
  })

export default defineConfig({
  kinds: [
    mishap('killed', (count, before) => {
      if (before < count) process.kill(process.pid, 'SIGKILL')
    }),
    mishap('told', (count, before) => {
      if (before < count) process.kill(process.pid, 'SIGTERM')
    }),
    mishap('faulty', (count, before) => {
      if (before < count) process.kill(process.pid, 'SIGBUS')
    }),
    mishap('hungry', (count, before) => {
      const kept = []
      while (before < count) kept.push({ value: kept.length })
    }),
    mishap('careless', (count, before) => {
      if (before < count) setTimeout(() => { throw new TypeError('nobody waits for it') })
    }),
    mishap('exhausted', (count, before) => {
      if (before < count) throw new Error('allocation failed: out of memory')
    }),
    mishap('mistaken', (count, before) => {
      if (before < count) throw new Error('a mistake of its own')
    }),
    // The first attempts go well; the others wait for the file \`go\`, deaf to all messages.
    mishap('stuck', (count, before) => {
      const cell = new Int32Array(new SharedArrayBuffer(4))
      while (before >= count && !existsSync('go')) Atomics.wait(cell, 0, 0, 20)
    }),
  ],
})
`

/** A project whose claim needs one run a seed, with this schedule, of so many epochs at most. */
export function mishapProject(schedule: string, seeds = 1, epochs = 10): Record<string, string> {
  const text = spec('expect train acc > 0.5', [
    [/rate 0.1/, `rate 0.1 ${schedule}`],
    ...(epochs === 10 ? [] : [[/until .*/, `until ${epochs} epochs`] as [RegExp, string]]),
  ])
  return { 'a.gen': text.replace('2 seeds', `${seeds} seeds`), 'genspec.config.ts': config }
}
