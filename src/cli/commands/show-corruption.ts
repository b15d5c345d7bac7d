/** @file `genspec show corruption NAME --dataset …`: images and labels before and after the corruption. */

import { Command, InvalidArgumentError, Option } from '@commander-js/extra-typings'
import { resolveNamed } from '../../check/command-line-names.js'
import { writeWhole } from '../../files/whole-file.js'
import type { CorruptionStep, DatasetSetup } from '../../claims/setup.js'
import { type Cell, gridPng } from '../../data/images/grid.js'
import { prepareData } from '../../data/prepare.js'
import type { Diagnostic } from '../../diagnostics/diagnostic.js'
import type { ImageStream } from '../../kinds/images.js'
import type { Registry } from '../../kinds/registry.js'
import { elements } from '../../kinds/shape.js'
import { describeSource, locateSource } from '../../kinds/dataset-source.js'
import { countErrors, diagnoseSpecs } from '../../project/check-specs.js'
import { type Project, openProject } from '../../project/project.js'
import { seedKey } from '../../random/key.js'
import { tableText } from '../../text/table.js'
import { exitCodes } from '../../project/exit-codes.js'
import { complain } from '../../text/complain.js'
import { printDiagnostics } from '../print-diagnostics.js'
import { mapTexts, printable } from '../../text/visible.js'

const perRow = 10

export function showCorruptionCommand() {
  return new Command('corruption')
    .description('images before and after a corruption, in a PNG file')
    .argument('<name>', 'as written after `under`, such as "random labels 40%"')
    .argument('[specs...]', 'specs that declare the dataset or the corruption')
    .requiredOption('--dataset <name>', 'a dataset of the specs or of `genspec data list`')
    .addOption(
      new Option('--split <split>', 'the split to take the images from')
        .choices(['train', 'test'] as const)
        .default('train' as const),
    )
    .option('--seed <number>', "the run's seed", wholeNumber, 0)
    .option('--out <file>', 'where to write the PNG', 'corruption.png')
    .action(async (name, specs, { dataset: named, split, seed, out }) => {
      const project = await openProject()
      const { registry } = project
      const resolved = await resolve(project, specs, { dataset: named, corruption: name })
      if (resolved === undefined) {
        process.exitCode = exitCodes.usage
        return
      }
      const { setup, names, steps } = resolved
      const location = await locateSource(registry, setup)
      if (!location.found) {
        complain(`${location.reason}\n  help: ${location.help}`)
        process.exitCode = exitCodes.runErrored
        return
      }
      const prepare = (corruption: CorruptionStep[]) =>
        prepareData(registry, { dataset: setup, corruption }, location.folder, seedKey(seed))
      const [before, after] = [(await prepare([]))[split], (await prepare(steps))[split]]
      const shown = examplesOf(before.labels, names.length)
      await writeWhole(out, await picture(before, after, shown))
      process.stdout.write(`${labelText(before, after, shown, names)}\n\nwrote ${printable(out)}\n`)
    })
}

async function resolve(
  project: Project,
  specs: readonly string[],
  wanted: { dataset: string; corruption: string },
) {
  const { registry } = project
  const diagnosed = specs.length > 0 ? await diagnoseSpecs(project, specs) : undefined
  const diagnostics: Diagnostic[] = [...(diagnosed?.diagnostics ?? [])]
  const report = (diagnostic: Diagnostic) => void diagnostics.push(diagnostic)
  const trees = diagnosed?.trees.flat() ?? []
  const resolved =
    countErrors(diagnostics) === 0 ? resolveNamed(trees, registry, report, wanted) : undefined
  printDiagnostics(diagnostics)
  if (resolved === undefined) return undefined
  const { setup } = resolved.dataset
  const { classes } = describeSource(registry, setup)
  const groups = setup.classes ?? classes.map((_, label) => [label])
  return {
    setup: { ...setup, preprocessing: ofImages(registry, setup) },
    names: groups.map((group) => group.map((one) => classes[one]).join(', ')),
    steps: resolved.steps,
  }
}

function wholeNumber(text: string): number {
  if (/^\d+$/.test(text)) return Number(text)
  throw new InvalidArgumentError('It must be an integer of at least 0.')
}

/** Images are shown before they are standardised. */
function ofImages(
  registry: Registry,
  { preprocessing }: DatasetSetup,
): DatasetSetup['preprocessing'] {
  const ends = ({ kind }: { kind: string }) => registry.get('preprocessing', kind).endsImage
  const end = preprocessing.findIndex(ends)
  return end < 0 ? preprocessing : preprocessing.slice(0, end)
}

/** The first two of each of the first ten classes, class by class. */
function examplesOf(labels: Int32Array, classes: number): Int32Array {
  const wanted = Array.from({ length: Math.min(perRow, classes) }, (_, label) => label)
  const found = wanted.map((label) =>
    Array.from(labels.keys())
      .filter((index) => labels[index] === label)
      .slice(0, 2),
  )
  return Int32Array.from([0, 1].flatMap((place) => found.flatMap((those) => those[place] ?? [])))
}

async function picture(
  before: ImageStream,
  after: ImageStream,
  shown: Int32Array,
): Promise<Uint8Array> {
  const rows: Cell[][] = []
  for (let start = 0; start < shown.length; start += perRow) {
    const some = shown.subarray(start, start + perRow)
    if (rows.length > 0) rows.push([])
    for (const split of [before, after]) {
      const pixels = await split.read(some)
      const length = elements(split.shape)
      rows.push(
        Array.from(some, (index, place) => {
          const one = pixels.subarray(place * length, (place + 1) * length)
          return {
            pixels: one,
            marked: split === after && after.labels[index] !== before.labels[index],
          }
        }),
      )
    }
  }
  return gridPng(rows, before.shape)
}

function labelText(
  before: ImageStream,
  after: ImageStream,
  shown: Int32Array,
  names: readonly string[],
): string {
  const changed = before.labels.filter((label, index) => label !== after.labels[index]).length
  if (changed === 0) return 'no label changed'
  const name = (label: number | undefined) => names[label ?? -1] ?? String(label)
  const rows = Array.from(shown, (index) => [
    String(index),
    name(before.labels[index]),
    name(after.labels[index]),
  ])
  const share = ((100 * changed) / before.count).toFixed(1)
  const total = before.count.toLocaleString('en')
  return `${tableText(['image', 'label before', 'label after'], mapTexts(rows, printable), [0])}

${changed.toLocaleString('en')} of ${total} labels changed (${share}%); the picture frames them`
}
