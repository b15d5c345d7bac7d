/** @file The process of one run: takes an order, trains, writes the record and reports it. */

import { projectPlace } from '../config/blame.js'
import { DeviceLostError } from '../engine/error.js'
import { systemErrorText } from '../files/system-errors.js'
import { removeCheckpoint } from '../store/checkpoint.js'
import { openLog } from '../store/run-log.js'
import { Store } from '../store/store.js'
import { shownPath } from '../text/shown-path.js'
import { TrainerError } from '../trainers/error.js'
import { Interrupted } from '../training/train.js'
import { type Order, type RunListener, type RunMessage, type RunOrder, grace } from './messages.js'
import { makeRecord } from './make-record.js'
import { endWithParent } from './watchdog.js'

// A faulty kind of the project often fails deep in a library, far from its own frame.
Error.stackTraceLimit = 60

const stop = new AbortController()
const interruption = new AbortController()
const interrupt = () => interruption.abort()

// The keyboard and a closing terminal signal the whole process group, but the parent decides if this run
// continues.
for (const name of ['SIGINT', 'SIGHUP', 'SIGQUIT'] as const) process.on(name, () => undefined)
process.on('SIGTERM', interrupt)
// Makes a write beyond `ulimit -f` fail with an error instead of killing the process.
process.on('SIGXFSZ', () => undefined)
// Without the parent, no process waits for the numbers; the checkpoint keeps the training for the next command.
process.on('disconnect', interrupt)
endWithParent(grace)
process.on('uncaughtException', (error) => void end({ type: 'failed', message: describe(error) }))

const tell = (message: RunMessage) =>
  new Promise<void>((resolve) => {
    if (process.connected) process.send?.(message, undefined, undefined, () => resolve())
    else resolve()
  })

async function carryOut(order: RunOrder): Promise<void> {
  const { storeFolder } = order
  try {
    const store = new Store(storeFolder)
    store.requirePlace(order.run.key)
    const folder = store.folderOf(order.run.key)
    const log = await openLog(folder)
    const listener: RunListener = {
      onEvaluation: (evaluation) => void tell({ type: 'evaluation', evaluation }),
      onProgress: (progress) => void tell({ type: 'progress', progress }),
      onProgram: (pid) => void tell({ type: 'program', pid }),
    }
    const signals = { stop: stop.signal, interrupt: interruption.signal }
    const record = await makeRecord(order, folder, log, listener, signals)
    await store.write({ ...record, log: await log.close() })
    if (record.status !== 'stopped') await removeCheckpoint(folder)
    await end({ type: 'stored' })
  } catch (error) {
    if (error instanceof Interrupted) await end({ type: 'interrupted' })
    else {
      const machine =
        error instanceof DeviceLostError || (error instanceof TrainerError && error.machine)
      await end({ type: 'failed', message: describe(error, storeFolder), machine })
    }
  }
}

async function end(message: RunMessage): Promise<never> {
  await tell(message)
  process.exit()
}

function describe(error: unknown, storeFolder?: string): string {
  const refused = systemErrorText(error, storeFolder && shownPath(storeFolder))
  if (refused === undefined) {
    const place = projectPlace(error)
    const message = error instanceof Error ? error.message : String(error)
    return place === undefined ? message : `${place}: ${message}`
  }
  return `${refused}; finished runs are kept, and this one goes on from its last checkpoint`
}

process.on('message', (order: Order) => {
  switch (order.type) {
    case 'train':
      void carryOut(order)
      break
    case 'stop':
      stop.abort(order.reason)
      break
    case 'interrupt':
      interrupt()
  }
})
