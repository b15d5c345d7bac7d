/** @file Fetches `@tensorflow/tfjs-node-gpu` itself with npm: its JavaScript and the addon's source. */

import { execFile } from 'node:child_process'
import { createHash } from 'node:crypto'
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { extract } from 'tar'
import { TensorFlowError } from '../error.js'
import { packageName, packageVersion } from '../installation.js'

const run = promisify(execFile)

const integrity =
  'sha512-p//NN6DGiN4hInUmIkRffaFVMcdTREUMjPyjW04J7OXvB2zBlQimj61eFKSgRrH3f5TnOfKzb0n56he/B6a4bw=='

/** Puts the package into a folder, with stubs in the place of its dependencies: see load.ts. */
export async function fetchPackage(folder: string): Promise<void> {
  await mkdir(folder, { recursive: true })
  const args = ['pack', `${packageName}@${packageVersion}`, '--pack-destination', folder, '--json']
  const packed = await run('npm', args).catch((error: unknown) => {
    const { stderr = String(error) } = error as { stderr?: string }
    throw new TensorFlowError(
      `npm could not fetch ${packageName} (${stderr.split('\n')[0] ?? ''})`,
      'check the network and the registry that npm uses',
      { cause: error },
    )
  })
  const [{ filename } = { filename: '' }] = JSON.parse(packed.stdout) as { filename: string }[]
  const path = join(folder, filename.replace('@', '').replace('/', '-'))
  const bytes = await readFile(path)
  const found = `sha512-${createHash('sha512').update(bytes).digest('base64')}`
  if (found !== integrity) {
    throw new TensorFlowError(
      `${packageName} ${packageVersion} has the integrity ${found}, and ${integrity} was expected`,
      'look at the registry that npm uses',
    )
  }
  await extract({ file: path, cwd: folder, strip: 1 })
  await rm(path)
  for (const name of ['@tensorflow/tfjs', '@tensorflow/tfjs-core']) {
    const stub = join(folder, 'node_modules', name)
    await mkdir(stub, { recursive: true })
    await writeFile(
      join(stub, 'index.js'),
      "throw new Error('genspec provides this at run time')\n",
    )
  }
}
