/** @file The process of one run: takes an order, trains, writes the record, says so. */

import { Store } from '../store/store.js'
import { executeRun } from './execute-run.js'
import type { RunMessage, RunOrder } from './messages.js'

// Ctrl-C reaches the whole process group; whether this run goes on is the parent's decision.
process.on('SIGINT', () => undefined)
// Without its parent nobody waits for the numbers.
process.on('disconnect', () => process.exit(1))

const tell = (message: RunMessage) =>
  new Promise<void>((resolve) => process.send?.(message, undefined, undefined, () => resolve()))

process.once('message', (order: RunOrder) => {
  executeRun(order, (evaluation) => void tell({ type: 'evaluation', evaluation }))
    .then((record) => new Store(order.storeFolder).write(record))
    .then(() => tell({ type: 'stored' }))
    .catch((error: unknown) =>
      tell({ type: 'failed', message: error instanceof Error ? error.message : String(error) }),
    )
    .finally(() => process.exit())
})
