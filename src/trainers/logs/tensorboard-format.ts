/**
 * @file TensorBoard event files: TFRecord of `Event` messages. Source of the numbers of the fields:
 * `event.proto`, `summary.proto` and `tensor.proto` in
 * https://github.com/tensorflow/tensorboard/tree/master/tensorboard/compat/proto
 */

import { PbfReader } from 'pbf'
import { readRegularFile } from '../../files/regular-file.js'
import { tfRecords } from '../../files/tfrecord.js'
import { type LogFormat, byStep, largest } from './format.js'

export const tensorboardFormat: LogFormat = {
  content: (place) => readRegularFile(place, largest),
  rows: (content) => byStep(tfRecords(content).flatMap(scalarsOfEvent)),
  steps: 'step',
}

interface Scalar {
  tag: string
  value?: number
}

function scalarsOfEvent(record: Buffer): [number, string, number][] {
  const event = { step: 0, scalars: [] as Scalar[] }
  new PbfReader(record).readFields((field, found, pbf) => {
    if (field === 2) found.step = pbf.readVarint(true)
    if (field === 5) pbf.readMessage(readSummary, found.scalars)
  }, event)
  return event.scalars.flatMap(({ tag, value }): [number, string, number][] =>
    value === undefined ? [] : [[event.step, tag, value]],
  )
}

function readSummary(field: number, scalars: Scalar[], pbf: PbfReader): void {
  if (field === 1) scalars.push(pbf.readMessage(readValue, { tag: '' }))
}

function readValue(field: number, scalar: Scalar, pbf: PbfReader): void {
  if (field === 1) scalar.tag = pbf.readString()
  if (field === 2) scalar.value = pbf.readFloat()
  // TensorFlow 2 writes a scalar as a tensor.
  if (field === 8) pbf.readMessage(readTensor, scalar)
}

const [float, double] = [1, 2]

function readTensor(field: number, scalar: Scalar & { type?: number }, pbf: PbfReader): void {
  if (field === 1) scalar.type = pbf.readVarint()
  if (field === 4) {
    const bytes = Buffer.from(pbf.readBytes())
    if (scalar.type === float && bytes.length === 4) scalar.value = bytes.readFloatLE(0)
    if (scalar.type === double && bytes.length === 8) scalar.value = bytes.readDoubleLE(0)
  }
  if (field === 5) takeOnly(scalar, pbf.readPackedFloat())
  if (field === 6) takeOnly(scalar, pbf.readPackedDouble())
}

function takeOnly(scalar: Scalar, [value, ...others]: number[]): void {
  if (value !== undefined && others.length === 0) scalar.value = value
}
