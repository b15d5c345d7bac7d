/** @file The measures of a project's trainers, as metrics that its specs can name. */

import type { MetricKind } from '../kinds/metric.js'
import type { Kind, Registry } from '../kinds/registry.js'
import { type TrainerKind, measureNames, ownMetrics, tellable } from '../kinds/trainer.js'
import { formatNames, formatOf } from '../trainers/logs/formats.js'
import { placeholders } from '../trainers/setup.js'
import { ConfigError } from './error.js'

/**
 * Collects the metrics that trainers declare; several trainers can declare the same one.
 * @param file the path for messages
 * @throws ConfigError if a measure or a parameter is unknown, or a name has two meanings
 */
export function trainerMetrics(
  kinds: readonly Kind[],
  builtin: Registry,
  file: string,
): MetricKind[] {
  const metrics = new Map<string, { metric: MetricKind; by: string }>()
  for (const trainer of kinds.filter((kind) => kind.category === 'trainer')) {
    const where = `${file}: the trainer \`${trainer.name}\``
    checkNames(trainer, where)
    for (const metric of ownMetrics(trainer)) {
      const { name, unit } = metric
      const declared = kinds.some((kind) => kind.category === 'metric' && kind.name === name)
      if (declared || builtin.find('metric', name)) {
        const there = declared ? 'a metric of the config' : 'a built-in metric'
        throw new ConfigError(`${where}: its own \`${name}\` is ${there}; give it another name`)
      }
      const other = metrics.get(name)
      if (other && other.metric.unit !== unit) {
        const units = `\`${unit}\` here and \`${other.metric.unit}\` of trainer \`${other.by}\``
        throw new ConfigError(`${where}: its own \`${name}\` counts two things: ${units}`)
      }
      metrics.set(name, { metric, by: trainer.name })
    }
  }
  return [...metrics.values()].map(({ metric }) => metric)
}

const taken = ['seed', 'folder']

function checkNames(trainer: TrainerKind, where: string): void {
  const { measures, parameters, under = [] } = trainer
  checkSource(trainer, where)
  for (const one of measures) {
    if (typeof one !== 'string' || tellable.includes(one)) continue
    const own = `own('${one}', 'number')`
    throw new ConfigError(
      `${where}: it cannot tell \`${one}\`, only ${tellable.join(', ')}, and its own such as \`${own}\``,
    )
  }
  const names = measures.map((one) => (typeof one === 'string' ? one : one.name))
  const twice = names.find((name, index) => names.indexOf(name) < index)
  if (twice !== undefined) throw new ConfigError(`${where}: it measures \`${twice}\` twice`)
  const reserved = taken.find((name) => Object.hasOwn(parameters, name))
  if (reserved !== undefined) {
    throw new ConfigError(
      `${where}: genspec gives it \`${reserved}\`; call its parameter otherwise`,
    )
  }
  const unknown = under.find((name) => !Object.hasOwn(parameters, name))
  if (unknown !== undefined) {
    throw new ConfigError(`${where}: \`under\` names \`${unknown}\`, which is no parameter of it`)
  }
}

/** Checks that a trainer either starts a program or reads the results of one. */
function checkSource(trainer: TrainerKind, where: string): void {
  const { command, sources, reads, columns = {}, measures, parameters } = trainer
  if (reads === undefined) {
    if (command && sources) {
      if (trainer.columns === undefined) return
      throw new ConfigError(`${where}: it has \`columns\`, which belong to \`reads\``)
    }
    const what = command ? '`sources`' : '`command`'
    throw new ConfigError(
      `${where}: it lacks ${what}; give it a \`command\` with its \`sources\`, or \`reads\``,
    )
  }
  const others = ['command', 'sources', 'environment', 'writes', 'timeLimit', 'grace'] as const
  const idle = others.find((name) => trainer[name] !== undefined)
  if (idle !== undefined) {
    throw new ConfigError(
      `${where}: it has \`reads\` and starts nothing, so \`${idle}\` has no use`,
    )
  }
  const named = [...reads.matchAll(placeholders)].map(([, name = '']) => name)
  // A run that `*` stands for is found by the parameters that it recorded.
  const searched = reads.includes('*')
  if (!searched && !named.includes('seed')) {
    throw new ConfigError(
      `${where}: \`reads\` has no \`{seed}\`, so that all seeds would be one file`,
    )
  }
  const unknown = named.find((name) => name !== 'seed' && !Object.hasOwn(parameters, name))
  if (unknown !== undefined) {
    throw new ConfigError(`${where}: \`reads\` has \`{${unknown}}\`, which is no parameter of it`)
  }
  const missing = Object.keys(parameters).find((name) => !named.includes(name))
  if (!searched && missing !== undefined) {
    throw new ConfigError(
      `${where}: \`reads\` has no \`{${missing}}\`, so that its values would be one file`,
    )
  }
  if (formatOf(reads) === undefined) {
    throw new ConfigError(
      `${where}: \`reads\` is no file that genspec knows: ${formatNames.join(', ')}`,
    )
  }
  const alien = Object.keys(trainer.recorded ?? {}).find(
    (name) => !searched || (name !== 'seed' && !Object.hasOwn(parameters, name)),
  )
  if (alien !== undefined) {
    const why = searched ? 'which is no parameter of it' : 'but `reads` has no `*`'
    throw new ConfigError(`${where}: \`recorded\` names \`${alien}\`, ${why}`)
  }
  const names = ['epoch', 'step', ...measureNames({ measures })]
  const stray = Object.keys(columns).find((name) => !names.includes(name))
  if (stray !== undefined) {
    throw new ConfigError(`${where}: \`columns\` names \`${stray}\`, which it does not measure`)
  }
}
