/** @file The process of one run: takes an order, trains, writes the record, says so. */

import type { Evaluation } from '../kinds/metric.js'
import { openLog } from '../store/run-log.js'
import { Store } from '../store/store.js'
import { executeRun } from './execute-run.js'
import type { Order, RunMessage, RunOrder } from './messages.js'

// Ctrl-C reaches the whole process group; whether this run goes on is the parent's decision.
process.on('SIGINT', () => undefined)
// Without its parent nobody waits for the numbers.
process.on('disconnect', () => process.exit(1))

const stop = new AbortController()
let writing = false

const tell = (message: RunMessage) =>
  new Promise<void>((resolve) => process.send?.(message, undefined, undefined, () => resolve()))

async function carryOut(order: RunOrder): Promise<void> {
  try {
    const store = new Store(order.storeFolder)
    const log = await openLog(store.folderOf(order.run.key))
    const onEvaluation = (evaluation: Evaluation) => void tell({ type: 'evaluation', evaluation })
    const record = await executeRun(order, log, onEvaluation, stop.signal)
    writing = true
    await log.close()
    await store.write(record)
    await tell({ type: 'stored' })
  } catch (error) {
    await tell({ type: 'failed', message: error instanceof Error ? error.message : String(error) })
  }
  process.exit()
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
      if (!writing) process.exit(1)
  }
})
