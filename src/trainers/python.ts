/** @file What a program runs in: the version of Python and of its packages, where it is Python. */

import { execFile } from 'node:child_process'

/** Standard library alone: an environment may have no pip. The hash is of lines such as pip freeze has. */
const script = `
import hashlib, importlib.metadata, json, platform
lines = sorted({f"{d.metadata['Name']}=={d.version}" for d in importlib.metadata.distributions()})
text = "\\n".join(lines)
print(json.dumps({"python": platform.python_version(), "packages": str(len(lines)),
  "packages sha256": hashlib.sha256(text.encode()).hexdigest()}))
`
/** In milliseconds. */
const patience = 30_000

/** Also behind \`uv run\` and its like. @returns nothing where the program is no Python, or does not answer */
export function pythonEnvironment(
  command: readonly string[],
  folder: string,
  environment: NodeJS.ProcessEnv,
): Promise<Record<string, string>> {
  const at = command.findIndex((word) => /(?:^|[\\/])(?:python|pypy)[\d.]*(?:\.exe)?$/.test(word))
  const [file, ...others] = command.slice(0, at + 1)
  if (file === undefined) return Promise.resolve({})
  return new Promise((resolve) => {
    const options = { cwd: folder, env: environment, timeout: patience, windowsHide: true }
    execFile(file, [...others, '-c', script], options, (error, stdout) => {
      resolve(error ? {} : (JSON.parse(stdout) as Record<string, string>))
    })
  })
}
