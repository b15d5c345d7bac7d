/**
 * @file Reports each diagnostic once. Without this, a declaration would be reported on its own and with
 * each claim that names it, and a file with each spec that uses it.
 */

import type { Report } from './diagnostic.js'

export function once(report: Report): Report {
  const seen = new Set<string>()
  return (diagnostic) => {
    const { code, source, span, message } = diagnostic
    const identity = [code, source.path, span.start, span.end, message].join('\n')
    if (!seen.has(identity)) report(diagnostic)
    seen.add(identity)
  }
}
