/** @file The process of one run, started as the runner starts it, without a command around it. */

import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { builtinRegistry } from '../../src/config/builtin-kinds.js'
import { diagnoseSpecs } from '../../src/project/check-specs.js'
import { openProject } from '../../src/project/project.js'
import { portableEngine } from '../../src/engine/portable/engine.js'
import { makePlan } from '../../src/plan/plan.js'
import type { RunOrder } from '../../src/runner/messages.js'
import type { RunRecord } from '../../src/store/record.js'
import { Store } from '../../src/store/store.js'

const worker = fileURLToPath(new URL('../../dist/runner/worker.js', import.meta.url))

/** The order for the first run that a spec needs, to be stored in a new folder. */
export async function orderFor(spec: string): Promise<RunOrder> {
  const folder = await mkdtemp(path.join(tmpdir(), 'genspec-run-'))
  const file = path.join(folder, 'a.gen')
  await writeFile(file, spec)
  const { claims, diagnostics } = await diagnoseSpecs(await openProject({ cwd: folder }), [file])
  const [run] = (await makePlan(claims, await portableEngine.identity(), builtinRegistry)).runs
  if (run === undefined) throw new Error(diagnostics.map(({ message }) => message).join('; '))
  const place = {
    genspec: '0',
    node: process.version,
    platform: '',
    processor: '',
    environment: {},
  }
  const storeFolder = path.join(folder, 'runs')
  return {
    type: 'train',
    run,
    root: folder,
    engine: 'portable',
    threads: 1,
    storeFolder,
    origin: place,
  }
}

/** Starts the run's process; a checkpoint is written at every pause, unless a longer interval is asked for. */
export function startRun(order: RunOrder, checkpointSeconds = 0): ChildProcess {
  const child = fork(worker, {
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
    env: { ...process.env, GENSPEC_CHECKPOINT_SECONDS: String(checkpointSeconds) },
  })
  // A process that was killed cannot be told anything.
  child.on('error', () => undefined)
  child.send(order, () => undefined)
  return child
}

/** Waits for the end of the process; gives the record if it wrote one. */
export async function recordOf(
  child: ChildProcess,
  { run, storeFolder }: RunOrder,
): Promise<RunRecord | undefined> {
  if (child.exitCode === null && child.signalCode === null) await once(child, 'exit')
  return new Store(storeFolder).read(run.key)
}
