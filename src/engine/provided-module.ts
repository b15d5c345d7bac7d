/** @file Modules that `require` takes from memory instead of a file. */

import { Module, createRequire } from 'node:module'

const require = createRequire(import.meta.url)

/** Makes `require` of this file return these exports, in the whole process. */
export function provideModule(path: string, exports: unknown): void {
  const module = new Module(path)
  Object.assign(module, { exports, loaded: true })
  require.cache[path] = module
}
