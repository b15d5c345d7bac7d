/** @file The registered kinds with their parameters, as text and as JSON. */

import chalk from 'chalk'
import { expectation } from '../kinds/parameter-text.js'
import type { MetricKind } from '../kinds/metric.js'
import { type Parameter, spelling } from '../kinds/parameter.js'
import type { Kind, Registry } from '../kinds/registry.js'
import { printable } from '../text/visible.js'

export function kindsText(registry: Registry): string {
  return byCategory(registry)
    .map(([category, kinds]) => [chalk.bold(category), ...kinds.flatMap(kindLines)].join('\n'))
    .join('\n\n')
}

/** The information that an editor needs to complete and explain names. */
export function kindsData(registry: Registry) {
  return byCategory(registry).flatMap(([category, kinds]) =>
    kinds.map((kind) => ({
      category,
      name: kind.name,
      summary: kind.summary,
      ...(kind.source !== undefined && { source: kind.source }),
      ...(kind.category === 'metric' && metricData(kind)),
      parameters: Object.entries(kind.parameters).map(([key, parameter]) => ({
        name: spelling(key),
        ...parameter,
      })),
    })),
  )
}

function metricData({ unit, split, better, chart }: MetricKind) {
  return { unit, ...(split && { split }), ...(better && { better }), ...(chart && { chart }) }
}

function byCategory(registry: Registry): [string, Kind[]][] {
  const categories = new Map<string, Kind[]>()
  for (const kind of registry.every()) {
    categories.set(kind.category, [...(categories.get(kind.category) ?? []), kind])
  }
  return [...categories].sort(([a], [b]) => (a < b ? -1 : 1))
}

function kindLines(kind: Kind): string[] {
  const { name, summary, source, parameters } = kind
  const from = source === undefined ? '' : chalk.dim(printable(` (${source})`))
  const counts = kind.category === 'metric' ? chalk.dim(printable(` [${metricWords(kind)}]`)) : ''
  return [
    `  ${chalk.cyan(printable(name))}  ${printable(summary)}${from}${counts}`,
    ...Object.entries(parameters).map(
      ([key, parameter]) =>
        `      ${printable(`${usage(key, parameter)}: ${parameter.doc}`)}${preset(parameter)}`,
    ),
  ]
}

/** `seconds, lower is better` */
function metricWords({ unit, better }: MetricKind): string {
  return better === undefined ? unit : `${unit}, ${better} is better`
}

/** `momentum <a number>`, or `[units: an integer]` for a positional parameter. */
function usage(key: string, parameter: Parameter): string {
  if (parameter.type === 'flag') return spelling(key)
  const takes = expectation(parameter)
  return parameter.named === true ? `${spelling(key)} <${takes}>` : `<${spelling(key)}: ${takes}>`
}

function preset(parameter: Parameter): string {
  if (parameter.type === 'flag') return ''
  const { default: value } = parameter
  if (value === undefined) return ''
  return chalk.dim(printable(` (default ${Array.isArray(value) ? value.join('x') : value})`))
}
