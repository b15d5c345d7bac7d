/** @file Runs the real command line on real files in a folder of its own. */

import { spawn } from 'node:child_process'
import { mkdtemp, mkdir, realpath, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { fileURLToPath } from 'node:url'

const bin = fileURLToPath(new URL('../../bin/genspec.js', import.meta.url))

export interface Finished {
  code: number | null
  stdout: string
  stderr: string
}

export interface Project {
  folder: string
  /** Runs `genspec` there and waits for its end. */
  genspec(...args: string[]): Promise<Finished>
  /** Starts `genspec` there; nobody is at its keyboard unless standard input is a pipe. */
  start(
    args: string[],
    environment?: NodeJS.ProcessEnv,
    stdin?: 'ignore' | 'pipe',
  ): ReturnType<typeof spawn>
}

/** A temporary folder that holds these files, by path. */
export async function project(
  files: Record<string, string | Uint8Array>,
  environment: NodeJS.ProcessEnv = {},
): Promise<Project> {
  const folder = await realpath(await mkdtemp(path.join(tmpdir(), 'genspec-')))
  for (const [name, text] of Object.entries(files)) {
    const file = path.join(folder, name)
    await mkdir(path.dirname(file), { recursive: true })
    await writeFile(file, text)
  }
  const inherited = {
    ...process.env,
    NO_COLOR: '1',
    LC_ALL: 'C.UTF-8',
    CI: '',
    GENSPEC_DATA: undefined,
    GENSPEC_OFFLINE: '1',
    // The same results wherever the tests run; tests of another engine name it.
    GENSPEC_ENGINE: process.env['GENSPEC_ENGINE'] ?? 'portable',
  }
  const start: Project['start'] = (args, more = {}, stdin = 'ignore') =>
    spawn(process.execPath, [bin, ...args], {
      cwd: folder,
      env: { ...inherited, ...environment, ...more },
      stdio: [stdin, 'pipe', 'pipe'],
    })
  return {
    folder,
    start,
    genspec: (...args) =>
      new Promise((resolve, reject) => {
        const child = start(args)
        let stdout = ''
        let stderr = ''
        child.stdout?.setEncoding('utf8').on('data', (text: string) => (stdout += text))
        child.stderr?.setEncoding('utf8').on('data', (text: string) => (stderr += text))
        child.on('error', reject)
        child.on('close', (code) => resolve({ code, stdout, stderr }))
      }),
  }
}
