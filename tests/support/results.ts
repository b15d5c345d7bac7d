/** @file The events of a real run, with claims that make every report's life hard. */

import { readFileSync } from 'node:fs'
import type { ClaimReport, RunEvent } from '../../src/events/events.js'
import { parseEvents } from '../../src/events/read-events.js'
import { type Results, collect } from '../../src/events/results.js'

const file = new URL('../report/events.ndjson', import.meta.url)

export const eventsText = readFileSync(file, 'utf8')

export const events: RunEvent[] = parseEvents(eventsText, 'events.ndjson')

const hostile = `<script>alert("1")</script> & 'q' ]]> | \\ {x} #1 50% \u0007 ::error::`

function bare(name: string, rest: Partial<ClaimReport>): ClaimReport {
  return {
    ...{ name, file: 'specs/a b.gen', line: 7, text: hostile, tags: [], cites: [], reported: [] },
    ...{ verdict: 'skipped', expectations: [], ...rest },
  }
}

const hostileClaims: ClaimReport[] = [
  bare('no_data', { sentence: hostile, help: hostile, title: hostile }),
  bare('lost', {
    verdict: 'error',
    cites: [{ paper: 'zhang2017', place: 'table 1' }],
    expectations: [
      {
        ...{ text: hostile, line: 9 },
        verdict: {
          verdict: 'error',
          sentence: 'cannot be judged: the loss became NaN in epoch 12',
        },
        cases: [{ verdict: 'error', sentence: 'no data', arms: [] }],
      },
    ],
  }),
]

/** Passed, failed, inconclusive from the run; skipped and in error by hand. */
export function results(copies = 1): Results {
  const all = collect(events)
  const claims = Array.from({ length: copies }, (_, copy) =>
    [...all.claims, ...hostileClaims].map((claim) =>
      copy === 0 ? claim : { ...claim, name: `${claim.name}_${copy}` },
    ),
  ).flat()
  return { ...all, claims }
}
