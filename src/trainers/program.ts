/** @file The program of a trainer: a separate process group, read line by line until its end. */

import { type ChildProcess, spawn, spawnSync } from 'node:child_process'
import { TrainerError } from './error.js'

export interface ProgramOptions {
  command: readonly string[]
  /** The folder in which the program starts. */
  folder: string
  environment: NodeJS.ProcessEnv
  onLine(line: string, stream: 'stdout' | 'stderr'): void
}

export interface ProgramEnd {
  code: number | null
  signal: string | null
}

export interface Program {
  pid: number | undefined
  /** @throws TrainerError if the program cannot be started */
  end: Promise<ProgramEnd>
  /** Tells the program to end, and kills it after `grace` seconds. */
  stop(grace: number): void
}

/** The length at which a line is cut, in characters. */
const longestLine = 1_000_000

const isWindows = process.platform === 'win32'

export function startProgram({ command, folder, environment, onLine }: ProgramOptions): Program {
  const [file = '', ...others] = command
  const child = spawn(file, others, {
    cwd: folder,
    env: environment,
    stdio: ['ignore', 'pipe', 'pipe'],
    // A process group, so that processes that the program starts end with it.
    detached: !isWindows,
    windowsHide: true,
  })
  let killing: NodeJS.Timeout | undefined
  const end = new Promise<ProgramEnd>((resolve, reject) => {
    const rests = (['stdout', 'stderr'] as const).map((name) => readLines(child, name, onLine))
    child.on('error', (error) => {
      if (child.pid === undefined) reject(cannotStart(file, error))
    })
    child.on('exit', () => {
      clearTimeout(killing)
      // Pipes stay open as long as any process that the program started is alive.
      killGroup(child.pid, 'SIGKILL')
    })
    child.on('close', (code, signal) => {
      for (const rest of rests) rest()
      resolve({ code, signal })
    })
  })
  return {
    pid: child.pid,
    end,
    stop(grace) {
      if (killing !== undefined || child.exitCode !== null || child.signalCode !== null) return
      killGroup(child.pid, 'SIGTERM')
      killing = setTimeout(() => killGroup(child.pid, 'SIGKILL'), 1000 * grace)
    },
  }
}

export function killGroup(pid: number | undefined, signal: NodeJS.Signals): void {
  if (pid === undefined) return
  if (isWindows) {
    spawnSync('taskkill', ['/pid', String(pid), '/T', '/F'], { stdio: 'ignore' })
    return
  }
  try {
    process.kill(-pid, signal)
  } catch {
    // The process group has already ended.
  }
}

/** @returns a function that passes on the last, unterminated line */
function readLines(
  child: ChildProcess,
  name: 'stdout' | 'stderr',
  onLine: ProgramOptions['onLine'],
): () => void {
  let rest = ''
  const tell = (line: string) => {
    if (line !== '') onLine(line.slice(0, longestLine), name)
  }
  child[name]?.setEncoding('utf8').on('data', (text: string) => {
    // A progress bar returns to the beginning of its line.
    const lines = (rest + text).split(/[\r\n]+/)
    rest = (lines.pop() ?? '').slice(0, longestLine)
    for (const line of lines) tell(line)
  })
  return () => tell(rest)
}

function cannotStart(file: string, error: Error): TrainerError {
  const { code } = error as NodeJS.ErrnoException
  if (code === 'ENOENT') return new TrainerError(`there is no program \`${file}\``)
  if (code === 'EACCES') return new TrainerError(`\`${file}\` is not a program that can be started`)
  return new TrainerError(`\`${file}\` cannot be started: ${error.message}`, true)
}
