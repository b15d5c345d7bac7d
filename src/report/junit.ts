/**
 * @file JUnit XML: a test suite per spec, a test case per claim with its file and line. A failed claim
 * is a failure, a claim in error an error. JUnit has no other state, so inconclusive and skipped claims
 * are both `skipped`, with their sentence; the property `verdict` distinguishes them.
 */

import { XMLBuilder } from 'fast-xml-parser'
import type { ClaimReport } from '../events/events.js'
import { basisOfClaim } from '../events/headline.js'
import { type Results, evidenceOf, helpOf, sentencesOf } from '../events/results.js'
import { mapTexts, printable } from '../text/visible.js'

export function junitReport(results: Results): string {
  // XML does not allow control characters, not even escaped.
  const { start, claims, runs } = mapTexts(results, printable)
  const files = [...new Set(claims.map(({ file }) => file))]
  const suites = files.map((file) => {
    const own = claims.filter((claim) => claim.file === file)
    return {
      '@name': file,
      ...totals(own),
      '@time': secondsOf(own, runs).toFixed(3),
      '@timestamp': start.when.replace(/\.\d+Z$/, ''),
      testcase: own.map((claim) => testCase(claim, secondsOf([claim], runs))),
    }
  })
  const document = {
    '?xml': { '@version': '1.0', '@encoding': 'UTF-8' },
    testsuites: {
      '@name': 'genspec',
      ...totals(claims, false),
      '@time': secondsOf(claims, runs).toFixed(3),
      testsuite: suites,
    },
  }
  const builder = new XMLBuilder({
    ...{ ignoreAttributes: false, attributeNamePrefix: '@', format: true },
    ...{ suppressEmptyNode: true, suppressBooleanAttributes: false },
  })
  return builder.build(document)
}

function totals(claims: readonly ClaimReport[], skipped = true) {
  const count = (...verdicts: ClaimReport['verdict'][]) =>
    claims.filter(({ verdict }) => verdicts.includes(verdict)).length
  return {
    '@tests': claims.length,
    '@failures': count('fail'),
    '@errors': count('error'),
    ...(skipped && { '@skipped': count('skipped', 'inconclusive') }),
  }
}

function testCase(claim: ClaimReport, seconds: number) {
  const { name, title, file, line, cites, verdict } = claim
  const message = sentencesOf(claim).join('; ')
  const where = `${file}:${line}`
  const details = [message, helpOf(claim), where].filter((text) => text !== undefined).join('\n')
  const [cited] = cites
  return {
    '@name': title === undefined ? name : `${name}: ${title}`,
    '@classname': cited ? `${cited.paper}.${cited.place.replaceAll(' ', '_')}` : file,
    '@time': seconds.toFixed(3),
    '@file': file,
    '@line': line,
    properties: { property: properties(claim) },
    ...(verdict === 'fail' && {
      failure: { '@type': 'claim', '@message': message, '#text': details },
    }),
    ...(verdict === 'error' && {
      error: { '@type': 'run', '@message': message, '#text': details },
    }),
    ...((verdict === 'skipped' || verdict === 'inconclusive') && {
      skipped: { '@message': verdict === 'skipped' ? message : `inconclusive: ${message}` },
    }),
  }
}

function properties(claim: ClaimReport) {
  const { verdict, profile, expectations } = claim
  const evidence = expectations.flatMap((one, index) => {
    const found = evidenceOf(one)
    if (found === undefined) return []
    const { estimate, interval, n, method } = found
    const bounds = interval ? `, ${100 * interval.level}% ${interval.low} to ${interval.high}` : ''
    const value = `${String(estimate)}${bounds} (${method}, n = ${n})`
    return [{ '@name': `expectation ${index + 1}`, '@value': `${one.text}: ${value}` }]
  })
  return [
    { '@name': 'verdict', '@value': verdict },
    { '@name': 'basis', '@value': basisOfClaim(claim) },
    ...(profile === undefined ? [] : [{ '@name': 'profile', '@value': profile }]),
    ...evidence,
  ]
}

/** The time of the claims' runs, each counted once. */
function secondsOf(claims: readonly ClaimReport[], runs: Results['runs']): number {
  const keys = new Set(
    claims
      .flatMap(({ expectations }) => expectations.flatMap(({ cases }) => cases))
      .flatMap(({ arms }) => arms.flatMap((arm) => arm.runs.map(({ key }) => key))),
  )
  return [...keys].reduce((sum, key) => sum + (runs.get(key)?.record?.provenance.seconds ?? 0), 0)
}
