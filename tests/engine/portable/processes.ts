/** @file Programs of ./programs in separate processes. */

import { spawn } from 'node:child_process'
import { fileURLToPath } from 'node:url'

export interface Ended {
  code: number | null
  signal: NodeJS.Signals | null
  stdout: string
  stderr: string
}

export interface Settings {
  node?: string
  environment?: NodeJS.ProcessEnv
  /** Called with the output so far; `kill` ends the program. */
  onOutput?: (text: string, kill: () => void) => void
}

export function runProgram(name: string, args: string[], settings: Settings = {}): Promise<Ended> {
  const { node = process.execPath, environment = {}, onOutput } = settings
  const file = fileURLToPath(new URL(`programs/${name}`, import.meta.url))
  return new Promise((resolve, reject) => {
    const child = spawn(node, ['--import', 'tsx', file, ...args], {
      env: { ...process.env, ...environment },
      stdio: ['ignore', 'pipe', 'pipe'],
    })
    const ended: Ended = { code: null, signal: null, stdout: '', stderr: '' }
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      ended.stdout += text
      onOutput?.(text, () => child.kill('SIGKILL'))
    })
    child.stderr.setEncoding('utf8').on('data', (text: string) => (ended.stderr += text))
    child.on('error', reject)
    child.on('close', (code, signal) => resolve({ ...ended, code, signal }))
  })
}
