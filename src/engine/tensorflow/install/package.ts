/** @file Download of `@tensorflow/tfjs-node-gpu`: its JavaScript and the addon's source. */

import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fetchNpmPackage } from '../../npm-package.js'
import { packageName, packageVersion } from '../installation.js'

const integrity =
  'sha512-p//NN6DGiN4hInUmIkRffaFVMcdTREUMjPyjW04J7OXvB2zBlQimj61eFKSgRrH3f5TnOfKzb0n56he/B6a4bw=='

/** Puts the package into a folder, with stubs for its dependencies, which load.ts provides. */
export async function fetchPackage(folder: string): Promise<void> {
  await fetchNpmPackage({ name: packageName, version: packageVersion, integrity }, folder)
  for (const name of ['@tensorflow/tfjs', '@tensorflow/tfjs-core']) {
    const stub = join(folder, 'node_modules', name)
    await mkdir(stub, { recursive: true })
    await writeFile(
      join(stub, 'index.js'),
      "throw new Error('genspec provides this at run time')\n",
    )
  }
}
