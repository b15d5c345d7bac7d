/** @file Every claim with its set-ups and all defaults, as text. */

import chalk from 'chalk'
import type { Family } from '../claims/citation.js'
import type { Claim } from '../claims/claim.js'
import { type Expectation, armsOf, expressionsIn, quantifierText } from '../claims/expectation.js'
import { measurementsIn } from '../claims/expression.js'
import type { Application, LayerSetup } from '../claims/setup.js'
import { spelling } from '../kinds/parameter.js'
import { formatCount } from '../text/amounts.js'
import { mapTexts, printable } from '../text/visible.js'

export function resolvedText(claims: readonly Claim[]): string {
  return mapTexts(claims, printable).map(claimText).join('\n\n')
}

function claimText({ name, title, file, line, expectations, ...claim }: Claim): string {
  const heading = `${chalk.bold(`claim ${name}`)}${title === undefined ? '' : ` "${title}"`}`
  const said = [
    ...claim.cites.map(({ paper, place }) => `cites ${paper.title ?? paper.name}, ${place}`),
    ...claim.cites.flatMap(({ paper }) =>
      paper.family ? familyText(paper.name, paper.family) : [],
    ),
    ...(claim.profile === undefined ? [] : [`in profile ${claim.profile}`]),
    ...(claim.onlyIn.length === 0 ? [] : [`only in profile ${claim.onlyIn.join(', ')}`]),
    ...(claim.tags.length === 0 ? [] : [`tags ${claim.tags.join(', ')}`]),
  ]
  const setups = new Map(
    expectations.flatMap((expectation) => armsOf(expectation).map((arm) => [arm.label, arm.setup])),
  )
  return [
    `${heading}  ${chalk.dim(`${file}:${line}`)}`,
    ...said.map((text) => `  ${text}`),
    ...expectations.flatMap(expectationLines),
    ...[...setups].flatMap(([label, setup]) => [`  ${chalk.cyan(label)}`, ...lines(setup, '    ')]),
  ].join('\n')
}

function familyText(paper: string, { alpha, method, size }: Family): string {
  const tests = size === undefined ? '' : ` of ${formatCount(size, 'test')}`
  return `in the family${tests} of ${paper}: alpha ${alpha} by ${method}`
}

function expectationLines(expectation: Expectation): string[] {
  const { text, cases, quantifier, seeds, looks, alpha, beyondTestSet } = expectation
  const labels = cases.flatMap(({ label }) => (label === undefined ? [] : [label]))
  const share = quantifierText(quantifier, seeds.length)
  const when = looks ? `, looked at after ${looks.join(', ')} seeds` : ''
  const beyond = beyondTestSet ? ', beyond this test set' : ''
  const measured = cases.flatMap(expressionsIn).flatMap(measurementsIn)
  const ofArms = new Set(measured.map(({ text, arm }) => `    ${text}: ${arm.label}`))
  return [
    `  expect ${text}`,
    measured.length === 0
      ? '    exact, without training'
      : `    ${share}${beyond}; seeds ${seeds.join(', ')}${when}; alpha ${alpha}`,
    ...(labels.length === 0 ? [] : [`    for ${labels.join('; ')}`]),
    ...ofArms,
  ]
}

/** A part of a set-up, with a line for each of its own parts. */
function lines(value: object, indent: string): string[] {
  return Object.entries(value).flatMap(([key, part]: [string, unknown]) => {
    const name = spelling(key)
    if (isApplication(part)) return applicationLines(part, indent, `${name} `)
    if (Array.isArray(part)) {
      if (part.length === 0) return [`${indent}${name} none`]
      const inner = part.flatMap((one: unknown) =>
        isApplication(one) ? applicationLines(one, `${indent}  `) : [`${indent}  ${inWords(one)}`],
      )
      return [`${indent}${name}`, ...inner]
    }
    if (typeof part === 'object' && part !== null && Object.values(part).some(isNested)) {
      return [`${indent}${name}`, ...lines(part, `${indent}  `)]
    }
    return [`${indent}${name} ${inWords(part)}`]
  })
}

function applicationLines(application: Application, indent: string, prefix = ''): string[] {
  const { kind, parameters, ...rest } = application
  const values = Object.entries(parameters).map(
    ([key, value]) => `${spelling(key)} ${Array.isArray(value) ? value.join('x') : value}`,
  )
  const others = Object.entries(rest).filter(([key]) => key !== 'branches')
  const extra = others.map(([key, value]) => `${spelling(key)} ${inWords(value)}`)
  const branches = (application as LayerSetup).branches ?? []
  return [
    `${indent}${prefix}${[kind, [...values, ...extra].join(', ')].filter((text) => text !== '').join(' ')}`,
    ...branches.flatMap((branch) => [
      `${indent}  branch`,
      ...branch.flatMap((layer) => applicationLines(layer, `${indent}    `)),
    ]),
  ]
}

function inWords(value: unknown): string {
  if (typeof value !== 'object' || value === null) return String(value)
  const parts = Object.entries(value).map(([key, part]: [string, unknown]) =>
    key === 'metric' || key === 'operator' || key === 'value'
      ? inWords(part)
      : `${spelling(key)} ${inWords(part)}`,
  )
  return 'metric' in value ? parts.join(' ') : parts.join(', ')
}

function isApplication(value: unknown): value is Application {
  return typeof value === 'object' && value !== null && 'kind' in value && 'parameters' in value
}

function isNested(value: unknown): boolean {
  return typeof value === 'object' && value !== null
}
