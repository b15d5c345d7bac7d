/**
 * @file `genspec/vitest`: runs `.gen` files as tests, one test per claim. A spec becomes a module of
 * tests in which every claim keeps its line, so that places in the module are places in the spec.
 */

import { createRequire } from 'node:module'
import path from 'node:path'
import type { Selection } from '../api/run.js'
import { checkSpecs } from '../project/check-specs.js'
import { openProject } from '../project/project.js'
import { fileOf } from '../project/spec-files.js'

export interface GenspecOptions extends Pick<Selection, 'profile' | 'engine'> {
  /** Globs of the specs that are tests. */
  include?: string[]
  /** Fail if a claim is inconclusive, its data is missing, or nothing of a spec is judged; by default in CI. */
  strict?: boolean
}

/** The part of Vite's plugin interface in use, so that the build needs no version of Vite. */
export interface GenspecPlugin {
  name: string
  enforce: 'pre'
  config(): object
  transform(
    this: { addWatchFile?(file: string): void },
    text: string,
    id: string,
  ): Promise<{ code: string; map: SourceMap } | undefined>
}

interface SourceMap {
  version: number
  sources: string[]
  sourcesContent: string[]
  names: string[]
  mappings: string
}

const runtime = createRequire(import.meta.url).resolve('#claim-test')

export default function genspec(options: GenspecOptions = {}): GenspecPlugin {
  const { include = ['**/*.gen'], strict, profile, engine } = options
  return {
    name: 'genspec',
    enforce: 'pre',
    config: () => ({
      test: {
        include,
        // Not bundled, since a run starts a process from files next to this one.
        server: { deps: { external: [path.dirname(path.dirname(runtime))] } },
      },
    }),
    async transform(text, id) {
      const file = id.replace(/\?.*$/, '')
      if (!file.endsWith('.gen')) return undefined
      const project = await openProject()
      const { claims, trees } = await checkSpecs(project, [file], { profile, withUnusable: true })
      for (const { source } of trees.flat()) this.addWatchFile?.(fileOf(project, source))
      const settings = { profile, engine, strict: strict ?? project.environment.ci }
      const lines = text.split('\n').map(() => '')
      for (const { name: claim, title, line } of claims) {
        const label = title === undefined ? claim : `${claim}: ${title}`
        const call = [label, `${file}:${line}`].map((one) => JSON.stringify(one)).join(', ')
        lines[line - 1] = `${lines[line - 1] ?? ''}claimTest(${call});`
      }
      const own = [file, claims.length, settings].map((one) => JSON.stringify(one))
      const head = [
        "import { afterAll, test } from 'vitest';",
        `import { claimTests } from ${JSON.stringify(runtime)};`,
        `const claimTest = claimTests(test, afterAll, ${own.join(', ')});`,
      ]
      lines[0] = head.join('') + (lines[0] ?? '')
      return { code: lines.join('\n'), map: lineByLine(file, text) }
    },
  }
}

/** Each line of the module corresponds to the same line of the spec. */
function lineByLine(file: string, text: string): SourceMap {
  const following = ';AACA'.repeat(text.split('\n').length - 1)
  return {
    version: 3,
    ...{ sources: [file], sourcesContent: [text], names: [] },
    mappings: `AAAA${following}`,
  }
}
