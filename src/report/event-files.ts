/**
 * @file The curves of all runs as TensorBoard event files, a folder for each run. The step of a scalar is its
 * epoch. Source of the numbers of the fields: `event.proto` and `summary.proto` in
 * https://github.com/tensorflow/tensorboard/tree/master/tensorboard/compat/proto
 */

import { PbfWriter } from 'pbf'
import type { ReportedRun, Results } from '../events/results.js'
import { tfRecord } from '../files/tfrecord.js'
import { mapTexts, visible } from '../text/visible.js'
import { scalarsOf } from './scalars.js'

/** @returns the event files by path */
export function eventFiles(told: Results): Map<string, Uint8Array> {
  const { start, runs } = mapTexts(told, visible)
  const seconds = Date.parse(start.when) / 1000
  const trained = [...runs.values()].filter(({ curve }) => curve.length > 0)
  return new Map(trained.map((run) => [`${folderOf(run)}/${fileName}`, eventFile(run, seconds)]))
}

/** TensorBoard takes every file whose name contains `tfevents`; one name makes a new report replace the old one. */
const fileName = 'events.out.tfevents.0000000000.genspec'

/** Windows has the fewest characters and the shortest names; the key keeps shortened names apart. */
function folderOf({ label, seed, key }: ReportedRun): string {
  const name = label.replace(/[^\w.,=%+ -]+/g, '_').slice(0, 100)
  return `${name} seed ${seed} ${key.slice(0, 8)}`.replace(/^[. ]+/, '')
}

function eventFile({ curve }: ReportedRun, seconds: number): Uint8Array {
  const version = eventOf(seconds, 0, (event) => event.writeStringField(3, 'brain.Event:2'))
  const events = scalarsOf(curve).map((scalars, index) =>
    eventOf(seconds, curve[index]?.epoch ?? 0, (event) => {
      event.writeMessage(5, writeSummary, scalars)
    }),
  )
  return Buffer.concat([version, ...events].map(tfRecord))
}

function eventOf(seconds: number, step: number, write: (event: PbfWriter) => void): Uint8Array {
  const event = new PbfWriter()
  event.writeDoubleField(1, seconds)
  event.writeVarintField(2, step)
  write(event)
  return event.finish()
}

function writeSummary(scalars: Map<string, number>, summary: PbfWriter): void {
  for (const scalar of scalars) summary.writeMessage(1, writeValue, scalar)
}

function writeValue([tag, number]: [string, number], value: PbfWriter): void {
  value.writeStringField(1, tag)
  value.writeFloatField(2, number)
}
