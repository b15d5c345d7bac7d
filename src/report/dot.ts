/** @file A mark per claim as it is judged, then the claims that did not pass. */

import type { ClaimReport, Reporter } from '../events/events.js'
import { byVerdict } from '../events/results.js'
import { mapTexts } from '../text/visible.js'
import { canvasOf, drawable } from './unicode.js'
import { claimLines, countLine, markOf } from './verdict-lines.js'

export function dotReporter(stream: NodeJS.WriteStream): Reporter {
  const claims: ClaimReport[] = []
  return (event) => {
    const canvas = canvasOf(stream)
    if (event.type === 'claim') {
      const claim = mapTexts(event.claim, (text) => drawable(text, canvas))
      stream.write(claim.verdict === 'pass' ? '.' : markOf(claim.verdict, canvas))
      claims.push(claim)
      if (claims.length % canvas.width === 0) stream.write('\n')
    } else if (event.type === 'end') {
      const open = byVerdict(claims).filter(({ verdict }) => verdict !== 'pass')
      for (const claim of open) stream.write(`\n\n${claimLines(claim, canvas).join('\n')}`)
      stream.write(`\n\n${countLine(event.counts, claims)}\n`)
    }
  }
}
