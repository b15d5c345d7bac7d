/** @file The interface of an attack, and the project that it targets. */

import { type ChildProcess, spawn } from 'node:child_process'
import { randomUUID } from 'node:crypto'
import { existsSync, readFileSync, readdirSync } from 'node:fs'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { Store } from '../../src/store/store.js'

export interface Attack {
  name: string
  tries: number
  /** @returns a description of the failure, `undefined` if genspec withstood the attack */
  attempt(reference: Reference): Promise<string | undefined>
}

/** The results of an undisturbed run. */
export interface Reference {
  /** The duration of the whole command, in milliseconds. */
  duration: number
  /** The part of each run, by key, that must be the same to the last bit. */
  runs: Map<string, string>
}

export interface Ended {
  code: number | null
  text: string
}

export const bin = fileURLToPath(new URL('../../bin/genspec.js', import.meta.url))

/** Two runs of about a second, and a claim that they pass. */
const spec = `dataset digits {
  source mnist-10k
  take 1_000 train, 200 test
}

model mlp {
  flatten
  dense 64 relu
  dense classes
}

training short {
  optimizer sgd momentum 0.9
  rate 0.1
  batch 20
  until 20 epochs
}

claim learns {
  run mlp on digits with short over 2 seeds
  expect train acc > 50%
}
`

export class StressProject {
  readonly folder: string
  readonly store: Store
  readonly #mark = `GENSPEC_STRESS=${randomUUID()}`

  private constructor(folder: string) {
    this.folder = folder
    this.store = new Store(path.join(folder, '.genspec/runs'))
  }

  static async make(): Promise<StressProject> {
    const made = new StressProject(await mkdtemp(path.join(tmpdir(), 'genspec-stress-')))
    await writeFile(path.join(made.folder, 'a.gen'), spec)
    return made
  }

  environment(): NodeJS.ProcessEnv {
    const [name = '', value] = this.#mark.split('=')
    const settings = { CI: '', NO_COLOR: '1', GENSPEC_ENGINE: 'portable', GENSPEC_OFFLINE: '1' }
    return { ...process.env, ...settings, GENSPEC_CHECKPOINT_SECONDS: '0', [name]: value }
  }

  start(...args: string[]): ChildProcess {
    const [cwd, env] = [this.folder, this.environment()]
    return spawn(process.execPath, [bin, ...args], { cwd, env, stdio: ['ignore', 'pipe', 'pipe'] })
  }

  genspec(...args: string[]): Promise<Ended> {
    return endOf(this.start(...args))
  }

  /** The content of the store, by key, without the parts that differ between equal trainings. */
  async runs(): Promise<Map<string, string>> {
    const runs = new Map<string, string>()
    for (const key of await this.#keys()) {
      const file = path.join(this.store.folderOf(key), 'record.json')
      const { record } = JSON.parse(await readFile(file, 'utf8')) as {
        record: Record<string, unknown>
      }
      const { provenance: _, log: __, engine: ___, ...numbers } = record
      runs.set(key, JSON.stringify(numbers))
    }
    return runs
  }

  /** Runs the command undisturbed; it must succeed, with the reference's numbers and a sound store. */
  async recover({ runs }: Reference): Promise<string | undefined> {
    const ended = await this.genspec('a.gen')
    if (ended.code !== 0) return `the next run ended with ${ended.code}: ${ended.text}`
    const found = await this.runs()
    const other = [...runs.keys()].find((key) => runs.get(key) !== found.get(key))
    if (other !== undefined || found.size !== runs.size) return 'the next run has other numbers'
    const verified = await this.genspec('store', 'verify')
    return verified.code === 0 ? undefined : `the store is not whole: ${verified.text}`
  }

  /** The processes of this project that are left after ten seconds, on systems that list them. */
  async processesLeft(): Promise<string | undefined> {
    for (let waited = 0; waited < 10_000; waited += 100) {
      if (this.#living().length === 0) return undefined
      await sleep(100)
    }
    return `processes are left: ${this.#living().join(', ')}`
  }

  async remove(): Promise<void> {
    await rm(this.folder, { recursive: true, force: true })
  }

  #living(): string[] {
    if (!existsSync('/proc/self/environ')) return []
    return readdirSync('/proc').filter((id) => {
      try {
        return /^\d+$/.test(id) && readFileSync(`/proc/${id}/environ`, 'utf8').includes(this.#mark)
      } catch {
        return false
      }
    })
  }

  async #keys(): Promise<string[]> {
    const entries = await this.store.entries('local')
    return entries.flatMap((entry) => ('record' in entry ? [entry.record.key] : []))
  }
}

export function endOf(child: ChildProcess): Promise<Ended> {
  return new Promise((resolve) => {
    let text = ''
    for (const stream of [child.stdout, child.stderr]) {
      stream?.setEncoding('utf8').on('data', (part: string) => (text += part))
    }
    child.on('close', (code) => resolve({ code, text }))
  })
}

/** Finds a stack trace, or the exit code for genspec's own faults. */
export function faultIn({ code, text }: Ended): string | undefined {
  const faulty = code === 70 || /\n {4}at |node:internal/.test(text)
  return faulty ? `it ended with ${code}: ${text}` : undefined
}

/** Runs an attempt on a new project, which is removed afterwards in any case. */
export async function onProject(
  attempt: (project: StressProject) => Promise<string | undefined>,
): Promise<string | undefined> {
  const project = await StressProject.make()
  try {
    return await attempt(project)
  } finally {
    await project.remove()
  }
}
