/** @file Runs the real command line on real files in a folder of its own. */

import { spawn } from 'node:child_process'
import { chmod, mkdtemp, mkdir, realpath, writeFile } from 'node:fs/promises'
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
  /** Likewise, in a folder of it. */
  inFolder(below: string): Project['genspec']
  /** Runs a script of bash there, in which `genspec` is the command, and waits for its end. */
  shell(script: string): Promise<Finished>
  /** Starts `genspec` there in a terminal, by `script` of Linux; what standard input gets is typed. */
  terminal(...args: string[]): ReturnType<typeof spawn>
  /** Starts `genspec` there; nobody is at its keyboard unless standard input is a pipe. */
  start(
    args: string[],
    environment?: NodeJS.ProcessEnv,
    stdin?: 'ignore' | 'pipe',
    below?: string,
  ): ReturnType<typeof spawn>
}

/** Permissions hold for everybody but the superuser: this is nobody. */
const nobody = { uid: 65534, gid: 65534 }

/**
 * A temporary folder that holds these files, by path.
 * @param options.unprivileged for tests of permissions
 */
export async function project(
  files: Record<string, string | Uint8Array>,
  environment: NodeJS.ProcessEnv = {},
  { unprivileged = false } = {},
): Promise<Project> {
  const folder = await realpath(await mkdtemp(path.join(tmpdir(), 'genspec-')))
  await chmod(folder, 0o755)
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
  const user = unprivileged && process.getuid?.() === 0 ? nobody : {}
  const start: Project['start'] = (args, more = {}, stdin = 'ignore', below = '.') =>
    spawn(process.execPath, [bin, ...args], {
      ...{ cwd: path.join(folder, below), ...user },
      env: { ...inherited, ...environment, ...more },
      stdio: [stdin, 'pipe', 'pipe'],
    })
  const shell = (script: string) =>
    spawn('bash', ['-c', `genspec() { "${process.execPath}" "${bin}" "$@"; }; ${script}`], {
      ...{ cwd: folder, ...user },
      env: { ...inherited, ...environment },
      stdio: ['ignore', 'pipe', 'pipe'],
    })
  const terminal: Project['terminal'] = (...args) => {
    const command = [process.execPath, bin, ...args].map((one) => `'${one}'`).join(' ')
    return spawn('script', ['-qefc', command, '/dev/null'], {
      ...{ cwd: folder, ...user },
      env: { ...inherited, ...environment },
    })
  }
  const inFolder: Project['inFolder'] =
    (below) =>
    (...args) =>
      endOf(start(args, {}, 'ignore', below))
  return {
    ...{ folder, start, terminal, inFolder, genspec: inFolder('.') },
    shell: (script) => endOf(shell(script)),
  }
}

/** What a command said by its end. */
export function endOf(child: ReturnType<typeof spawn>): Promise<Finished> {
  return new Promise((resolve, reject) => {
    let stdout = ''
    let stderr = ''
    child.stdout?.setEncoding('utf8').on('data', (text: string) => (stdout += text))
    child.stderr?.setEncoding('utf8').on('data', (text: string) => (stderr += text))
    child.on('error', reject)
    child.on('close', (code) => resolve({ code, stdout, stderr }))
  })
}
