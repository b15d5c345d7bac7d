/** @file The results as one JSON document; `schema/report.schema.json` describes it. */

import { eventLine } from '../events/event-line.js'
import type { ClaimEvent } from '../events/events.js'
import { chancesOf } from '../events/chance.js'
import { basisOfClaim, seedsOf, talliesOf } from '../events/headline.js'
import { type Results, countsOf } from '../events/results.js'
import { visibleJson } from '../text/visible.js'

export function jsonReport({ start, claims, runs, end }: Results): string {
  const { type: _, ...about } = start
  const plain = claims.map((claim): unknown => {
    const event: ClaimEvent = { type: 'claim', claim: { ...claim, basis: basisOfClaim(claim) } }
    return (JSON.parse(eventLine(event)) as ClaimEvent).claim
  })
  const document = {
    ...about,
    verdicts: countsOf(claims),
    bases: talliesOf(claims),
    passedByOneSeed: claims.filter((one) => one.verdict === 'pass' && seedsOf(one) === 1).length,
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
