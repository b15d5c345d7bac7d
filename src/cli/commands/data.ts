/** @file `genspec data list|fetch|verify|path`: the datasets and their files. */

import { Argument, Command } from '@commander-js/extra-typings'
import { fetchDataset } from '../../data/files/fetch.js'
import { defaultsOf } from '../../data/published-dataset.js'
import { DataError, type DatasetKind } from '../../kinds/dataset.js'
import { formatShape } from '../../kinds/shape.js'
import { installProgress } from '../../project/download-progress.js'
import { openProject } from '../../project/project.js'
import { formatBytes } from '../../text/bytes.js'
import { tableText } from '../../text/table.js'
import { exitCodes } from '../../project/exit-codes.js'
import { complain } from '../../text/complain.js'
import { mapTexts, printable } from '../../text/visible.js'

export async function dataCommand(): Promise<Command> {
  const { registry } = await openProject()
  // Only datasets with fixed content: specs define what `folder` and `npz` hold.
  const named = registry.all('dataset').filter((kind) => defaultsOf(kind) !== undefined)
  const published = named.filter((kind) => (kind.publication?.downloads.length ?? 0) > 0)
  const command = new Command('data').description('list, fetch, verify or find datasets')
  command
    .command('list')
    .description('list the datasets, their licences, and whether they are present')
    .action(() => list(named))
  command
    .command('fetch')
    .description('download datasets, verify them, and store them in the cache')
    .addArgument(argument('<datasets...>', published))
    .action(async (names) => {
      for (const kind of published.filter(({ name }) => names.includes(name))) await fetch(kind)
    })
  command
    .command('verify')
    .description('verify datasets in full: checksums, sizes and labels')
    .addArgument(argument('[datasets...]', named))
    .action(async (names) => {
      const wanted = named.filter(({ name }) => names.length === 0 || names.includes(name))
      for (const kind of wanted) await verify(kind, names.length > 0)
    })
  command
    .command('path')
    .description('print the folder of a dataset')
    .addArgument(argument('<dataset>', named))
    .action(async (name) => {
      const kind = registry.get('dataset', String(name))
      const location = await kind.locate(defaultsOf(kind) ?? {})
      if (location.found) print(location.folder)
      else missing(location)
    })
  return command as unknown as Command
}

function argument(name: string, kinds: readonly DatasetKind[]) {
  return new Argument(name, 'names of `genspec data list`').choices(kinds.map((kind) => kind.name))
}

async function list(named: readonly DatasetKind[]): Promise<void> {
  const rows = named.map(async (kind) => {
    const { shape, classes, examples } = kind.describe(defaultsOf(kind) ?? {})
    const location = await kind.locate(defaultsOf(kind) ?? {})
    const { licence, downloads } = kind.publication ?? { licence: '', downloads: [] }
    const bytes = downloads.reduce((total, one) => total + one.bytes, 0)
    const absent = bytes > 0 ? `missing, ${formatBytes(bytes)} to fetch` : 'missing'
    return mapTexts(
      [
        kind.name,
        `${examples.train.toLocaleString('en')} + ${examples.test.toLocaleString('en')}`,
        formatShape(shape),
        String(classes.length),
        location.found ? location.folder || 'generated when needed' : absent,
        licence,
      ],
      printable,
    )
  })
  const head = ['dataset', 'train + test', 'shape', 'classes', 'where', 'licence']
  print(tableText(head, await Promise.all(rows), [1, 3]))
  print(`\nfolder("…") and npz("…") read your own images; see docs/datasets.md`)
}

async function fetch(kind: DatasetKind): Promise<void> {
  const location = await kind.locate(defaultsOf(kind) ?? {})
  if (location.found) {
    print(`${kind.name} is already present: ${printable(location.folder)}`)
    return
  }
  const progress = installProgress(process.stderr)
  const folder = await fetchDataset(kind, progress).finally(() => progress.stop())
  print(`fetched ${kind.name} into ${printable(folder)}`)
}

/** @param wanted true if the user named it, so its absence is an error */
async function verify(kind: DatasetKind, wanted: boolean): Promise<void> {
  const parameters = defaultsOf(kind) ?? {}
  const location = await kind.locate(parameters)
  if (!location.found) {
    if (wanted) missing(location)
    return
  }
  const { train, test } = await kind.load(parameters, location.folder)
  const damaged: string[] = []
  for (const split of [train, test]) {
    if ('image' in split) continue
    for (const index of split.labels.keys()) {
      await split.read(index).catch((error: unknown) => {
        if (!(error instanceof DataError)) throw error
        damaged.push(error.message)
      })
    }
  }
  if (damaged.length > 0) throw new DataError(firstOf(damaged))
  print(`${kind.name}: ${train.labels.length} + ${test.labels.length} images, whole`)
}

function firstOf(messages: readonly string[], most = 10): string {
  const rest = messages.length - most
  return [...messages.slice(0, most), ...(rest > 0 ? [`and ${rest} more`] : [])].join('\n')
}

function missing({ reason, help }: { reason: string; help: string }): void {
  complain(`${reason}\n  help: ${help}`)
  process.exitCode = exitCodes.runErrored
}

function print(text: string): void {
  process.stdout.write(`${text}\n`)
}
