/** @file The process of one run: takes an order, trains, writes the record, says so. */

import { removeCheckpoint } from '../store/checkpoint.js'
import { openLog } from '../store/run-log.js'
import { Store } from '../store/store.js'
import { Interrupted } from '../training/train.js'
import { executeRun } from './execute-run.js'
import type { Order, RunListener, RunMessage, RunOrder } from './messages.js'

const stop = new AbortController()
const interruption = new AbortController()
const interrupt = () => interruption.abort()

// Ctrl-C reaches the whole process group; whether this run goes on is the parent's decision.
process.on('SIGINT', () => undefined)
process.on('SIGTERM', interrupt)
// Without its parent nobody waits for the numbers; what was trained is kept for the next one.
process.on('disconnect', interrupt)

const tell = (message: RunMessage) =>
  new Promise<void>((resolve) => {
    if (process.connected) process.send?.(message, undefined, undefined, () => resolve())
    else resolve()
  })

async function carryOut(order: RunOrder): Promise<void> {
  try {
    const store = new Store(order.storeFolder)
    const folder = store.folderOf(order.run.key)
    const log = await openLog(folder)
    const listener: RunListener = {
      onEvaluation: (evaluation) => void tell({ type: 'evaluation', evaluation }),
      onProgress: (progress) => void tell({ type: 'progress', progress }),
    }
    const signals = { stop: stop.signal, interrupt: interruption.signal }
    const record = await executeRun(order, folder, log, listener, signals)
    await log.close()
    await store.write(record)
    if (record.status !== 'stopped') await removeCheckpoint(folder)
    await tell({ type: 'stored' })
  } catch (error) {
    if (error instanceof Interrupted) process.exit(1)
    await tell({ type: 'failed', message: describe(error, order) })
  }
  process.exit()
}

function describe(error: unknown, { storeFolder }: RunOrder): string {
  const { code, message } = error as NodeJS.ErrnoException
  if (['ENOSPC', 'EDQUOT', 'EFBIG'].includes(code ?? '')) {
    return `no space left for ${storeFolder} (${message}); finished runs are kept, and this one goes on from its last checkpoint once there is space`
  }
  return error instanceof Error ? message : String(error)
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
