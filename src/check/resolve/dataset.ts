/** @file A `dataset` block: its source, the examples in use, and the preprocessing. */

import { existsSync } from 'node:fs'
import path from 'node:path'
import type { Application, DatasetSetup } from '../../claims/setup.js'
import { dataNote, unusableData } from '../../diagnostics/data.js'
import {
  misplacedStatement,
  missingSetting,
  repeatedStatement,
  unexpectedWord,
} from '../../diagnostics/names.js'
import { shapeMismatch } from '../../diagnostics/shapes.js'
import { dataFolder } from '../../files/data-folder.js'
import { KindError } from '../../kinds/kind-error.js'
import { DataError, type DatasetDescription } from '../../kinds/dataset.js'
import { type Shape, ShapeError, formatShape } from '../../kinds/shape.js'
import { describeSource, fileOf } from '../../kinds/dataset-source.js'
import type { Setting } from '../../language/tree.js'
import { applyKind } from './apply.js'
import type { Context, Place } from './context.js'
import { resolveClasses } from './dataset-classes.js'
import { availableOf, resolveTake } from './dataset-take.js'
import { headOf, statementsOf } from './derivation.js'
import type { Declared } from './scope.js'

export interface ResolvedDataset {
  setup: DatasetSetup
  /** Notes for the user about its files. */
  dataNotes?: readonly string[]
  /** Shape of an image before preprocessing. */
  stored: Shape
  /** Shape of an image after preprocessing. */
  shape: Shape
  classes: number
}

interface Placed {
  place: Place
  statement: Setting
}

const settings = ['source', 'take', 'classes', 'relabel'] as const

/**
 * Resolves a dataset.
 * @throws DataError if its files cannot be used, which was reported
 */
export function resolveDataset(context: Context, declared: Declared): ResolvedDataset | undefined {
  const found: Partial<Record<(typeof settings)[number], Placed>> = {}
  const steps: Placed[] = []
  let failed = false
  const statements = statementsOf(context, 'dataset', declared)
  if (statements === undefined) return undefined
  for (const { place, statement } of statements) {
    const { source } = place
    const head = headOf(statement)
    const setting = settings.find((one) => one === head)
    if (statement.type !== 'setting') {
      place.report(misplacedStatement(source, statement.span, statement.type, 'dataset'))
      failed = true
    } else if (setting !== undefined) {
      if (found[setting] !== undefined) {
        place.report(repeatedStatement(source, statement.span, head, 'dataset'))
        failed = true
      }
      found[setting] = { place, statement }
    } else if (context.registry.find('preprocessing', head)) {
      steps.push({ place, statement })
    } else {
      const known = [...settings, ...context.registry.all('preprocessing').map((k) => k.name)]
      place.report(unexpectedWord(source, statement.span, head, 'a dataset', known))
      failed = true
    }
  }
  if (found.source === undefined) {
    const at = declared.block.name?.span ?? declared.block.span
    const where = `dataset \`${declared.name}\``
    if (!failed) {
      context.report(missingSetting(declared.source, at, 'source', where, 'source cifar10'))
    }
    return undefined
  }
  const source = resolveSource(found.source)
  if (source === undefined) return undefined
  const { description } = source
  const classes = resolveClasses(description, found.classes, found.relabel)
  const available = classes && availableOf(description, classes.groups)
  const take = available && resolveTake(available, found.take)
  const preprocessed = preprocess(context, steps, description.shape)
  if (failed || take === undefined || preprocessed === undefined) return undefined
  return {
    setup: {
      source: source.application,
      ...(source.path !== undefined && { path: source.path }),
      ...(classes?.groups && { classes: classes.groups }),
      take,
      preprocessing: preprocessed.preprocessing,
    },
    ...(description.notes?.length && { dataNotes: description.notes }),
    stored: description.shape,
    shape: preprocessed.shape,
    classes: classes?.groups?.length ?? description.classes.length,
  }
}

/**
 * Continues after an error of data or of a function of a project's kind: only the claims that need it are in error.
 */
export function unlessUnusable<T>(
  resolve: () => T,
  otherwise?: (reason: string, error: DataError | KindError) => T,
): T | undefined {
  try {
    return resolve()
  } catch (error) {
    if (error instanceof DataError || error instanceof KindError)
      return otherwise?.(error.message, error)
    throw error
  }
}

function resolveSource({
  place,
  statement,
}: Placed):
  { application: Application; path?: string; description: DatasetDescription } | undefined {
  const items = statement.phrases[0]?.items.slice(1) ?? []
  const application = applyKind(place, 'dataset', items, statement.span)
  if (application === undefined) return undefined
  const kind = place.registry.get('dataset', application.kind)
  const key = Object.keys(kind.parameters).find((name) => kind.parameters[name]?.type === 'path')
  const { [key ?? '']: written, ...parameters } = application.parameters
  const local = written === undefined ? undefined : localPath(place, String(written))
  const source = { kind: kind.name, parameters }
  const span = items[0]?.span ?? statement.span
  try {
    const description = describeSource(place.registry, { source, path: local })
    for (const note of description.notes ?? []) place.report(dataNote(place.source, span, note))
    return {
      application: source,
      ...(local !== undefined && { path: local }),
      description,
    }
  } catch (error) {
    if (!(error instanceof DataError)) throw error
    place.report(unusableData(place.source, span, error.message))
    throw error
  }
}

/** The path next to the spec, or below `GENSPEC_DATA` if only that exists. */
function localPath({ source, registry }: Place, written: string): string {
  const beside = path.join(path.dirname(source.path), written)
  const data = dataFolder()
  if (path.isAbsolute(written)) return written
  if (existsSync(fileOf(registry, beside)) || data === undefined) return beside
  const below = path.join(data, written)
  return existsSync(below) ? below : beside
}

function preprocess(
  context: Context,
  steps: Placed[],
  input: Shape,
): { preprocessing: Application[]; shape: Shape } | undefined {
  const preprocessing: Application[] = []
  let shape = input
  for (const { place, statement } of steps) {
    const items = statement.phrases[0]?.items ?? []
    const application = applyKind(place, 'preprocessing', items, statement.span)
    if (application === undefined) return undefined
    const kind = context.registry.get('preprocessing', application.kind)
    try {
      shape = kind.outputShape(application.parameters, shape)
    } catch (error) {
      if (!(error instanceof ShapeError)) throw error
      const found = formatShape(shape)
      place.report(shapeMismatch(place.source, statement.span, kind.name, error.message, found))
      return undefined
    }
    preprocessing.push(application)
  }
  return { preprocessing, shape }
}
