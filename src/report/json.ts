/** @file The results as one JSON document; `schema/report.schema.json` describes it. */

import { eventLine } from '../events/event-line.js'
import type { ClaimEvent } from '../events/events.js'
import { chancesOf, passedByOneSeed } from '../events/passes.js'
import { type Results, countsOf } from '../events/results.js'
import { visibleJson } from '../text/visible.js'

export function jsonReport({ start, claims, runs, end }: Results): string {
  const { type: _, ...about } = start
  const plain = claims.map((claim): unknown => {
    const event: ClaimEvent = { type: 'claim', claim }
    return (JSON.parse(eventLine(event)) as ClaimEvent).claim
  })
  const document = {
    ...about,
    verdicts: countsOf(claims),
    passedByOneSeed: passedByOneSeed(claims),
    chance: chancesOf(start.papers, claims),
    interrupted: end?.interrupted ?? true,
    ...(end && { exitCode: end.exitCode, seconds: end.seconds }),
    claims: plain,
    runs: [...runs.values()].map(({ key, label, seed, record, curve }) => ({
      ...{ key, label, seed },
      status: record?.status ?? 'lost',
      ...(record?.reason !== undefined && { reason: record.reason }),
      epochs: curve.at(-1)?.epoch ?? 0,
    })),
  }
  return `${visibleJson(JSON.stringify(document, null, 2))}\n`
}
