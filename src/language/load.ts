/**
 * @file The loader of a spec and the files that it uses. It reads no other files, and none outside the project.
 */

import { realpathSync } from 'node:fs'
import path from 'node:path'
import type { Report } from '../diagnostics/diagnostic.js'
import type { Source } from '../diagnostics/source.js'
import { circularUse, outsideUse, unreadableUse } from '../diagnostics/use.js'
import { FileError, regularFileSize } from '../files/regular-file.js'
import { parse } from './parse.js'
import { readSource } from './read-source.js'
import type { SyntaxTree, Use } from './tree.js'

export interface LoadOptions {
  /** The folder that paths of specs are relative to; by default the working directory. */
  root?: string
  /** The folder whose files `use` may read. */
  project: string
  /** Lets `use` read files outside the project. */
  allowOutside?: boolean
}

/** Loads specs; a file that several of them use is parsed once. */
export class Loader {
  readonly #options: LoadOptions
  readonly #trees = new Map<string, SyntaxTree>()

  constructor(options: LoadOptions) {
    this.#options = options
  }

  /** Returns the tree of a spec, then those of the files that it uses, directly or indirectly. */
  load(source: Source, report: Report): SyntaxTree[] {
    const trees = new Map<string, SyntaxTree>()
    this.#visit(source, trees, [], report)
    return [...trees.values()]
  }

  #visit(source: Source, trees: Map<string, SyntaxTree>, through: string[], report: Report): void {
    const tree = this.#trees.get(source.path) ?? parse(source, report)
    this.#trees.set(source.path, tree)
    trees.set(source.path, tree)
    for (const declaration of tree.declarations) {
      if (declaration.type !== 'use') continue
      const used = usedPath(source, declaration)
      if (used === source.path || through.includes(used)) {
        report(circularUse(source, declaration.path.span, declaration.path.value))
      } else if (!trees.has(used)) {
        const found = this.#trees.get(used)?.source ?? this.#read(source, declaration, report)
        if (found) this.#visit(found, trees, [...through, source.path], report)
      }
    }
  }

  #read(source: Source, { path: written }: Use, report: Report): Source | undefined {
    const { root = '.', project, allowOutside } = this.#options
    const target = path.resolve(root, path.dirname(source.path), written.value)
    const outside = () => {
      report(outsideUse(source, written.span, written.value))
      return undefined
    }
    // For a path outside the project, not even the existence of the file is revealed.
    if (!allowOutside && !isInside(target, path.resolve(project))) return outside()
    try {
      regularFileSize(target)
      const real = realpathSync(target)
      // A link inside the project may point outside it.
      if (!allowOutside && !isInside(real, realpathSync(project))) return outside()
      return readSource(real, usedPath(source, { path: written }))
    } catch (error) {
      if (!(error instanceof FileError)) throw error
      report(unreadableUse(source, written.span, written.value, error.message))
      return undefined
    }
  }
}

/** The path for messages; relative if the path of the using file is. */
function usedPath(source: Source, { path: written }: Pick<Use, 'path'>): string {
  const joined = path.isAbsolute(written.value)
    ? written.value
    : path.join(path.dirname(source.path), written.value)
  return joined.split(path.sep).join('/')
}

function isInside(file: string, folder: string): boolean {
  const relative = path.relative(folder, file)
  return relative !== '..' && !relative.startsWith(`..${path.sep}`) && !path.isAbsolute(relative)
}
