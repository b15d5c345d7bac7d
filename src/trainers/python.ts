/** @file The environment of a Python program: the versions of Python and of its packages. */

import { execFile } from 'node:child_process'

/** Uses only the standard library, as an environment may lack pip. The hash covers lines like those of pip freeze. */
const script = `
import hashlib, importlib.metadata, json, platform
lines = sorted({f"{d.metadata['Name']}=={d.version}" for d in importlib.metadata.distributions()})
text = "\\n".join(lines)
print(json.dumps({"python": platform.python_version(), "packages": str(len(lines)),
  "packages sha256": hashlib.sha256(text.encode()).hexdigest()}))
`
/** The time that the program may take to answer, in milliseconds. */
const patience = 30_000

/** Also works through launchers such as `uv run`. @returns `undefined` if the program is no Python, or hangs */
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
