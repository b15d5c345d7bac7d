/** @file The types of the kernels are those of the built module; wrong arguments do not compile. */

import { readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import binaryen from 'assemblyscript/binaryen'
import ts from 'typescript'
import { describe, expect, it } from 'vitest'
import { inOrder } from '../../../src/engine/portable/arguments.js'
import type { Address } from '../../../src/engine/portable/heap.js'
import { codes, signatures } from '../../../src/engine/portable/signatures.js'

/** The WebAssembly types of the aliases that `assembly/` defines. */
const aliases: Record<string, string> = { Address: 'i32', Flag: 'i32', usize: 'i32' }
for (const name of Object.keys(codes)) aliases[name] = 'i32'

/** The first parameters of every kernel: its tasks and its scratch. */
const first = ['i32', 'i32', 'i32']

function exportedKernels(): Record<string, string[]> {
  const names = new Map([
    [binaryen.i32, 'i32'],
    [binaryen.f32, 'f32'],
    [binaryen.f64, 'f64'],
  ])
  const module = binaryen.readBinary(readFileSync('dist/portable.wasm'))
  const kernels = Array.from({ length: module.getNumExports() }, (_, index) =>
    binaryen.getExportInfo(module.getExportByIndex(index)),
  ).filter(({ kind }) => kind === binaryen.ExternalFunction)
  return Object.fromEntries(
    kernels.map(({ name, value }) => {
      const { params } = binaryen.getFunctionInfo(module.getFunction(value))
      return [name, binaryen.expandType(params).map((type) => names.get(type) ?? `type ${type}`)]
    }),
  )
}

const options: ts.CompilerOptions = {
  ...{ strict: true, noEmit: true, types: [], lib: ['lib.es2023.d.ts'] },
  target: ts.ScriptTarget.ES2022,
  module: ts.ModuleKind.NodeNext,
  moduleResolution: ts.ModuleResolutionKind.NodeNext,
}
const host = ts.createCompilerHost(options)
/** Parsed once for all tests. */
const parsed = new Map<string, ts.SourceFile | undefined>()

/** The compiler's errors for a file next to the kernels. */
function errorsIn(text: string): string[] {
  const path = resolve('src/engine/portable/written-by-a-test.ts')
  const { getSourceFile, fileExists } = host
  const program = ts.createProgram([path], options, {
    ...host,
    fileExists: (name) => name === path || fileExists(name),
    getSourceFile: (name, ...rest) => {
      if (name === path) return ts.createSourceFile(name, text, ts.ScriptTarget.ES2022)
      if (!parsed.has(name)) parsed.set(name, getSourceFile(name, ...rest))
      return parsed.get(name)
    },
  })
  const file = program.getSourceFile(path)
  return program
    .getSemanticDiagnostics(file)
    .map(({ messageText }) => ts.flattenDiagnosticMessageText(messageText, ' '))
}

describe('the signatures of the kernels', () => {
  it('are those of the built module', () => {
    const declared = Object.entries(signatures).map(([name, parameters]) => [
      name,
      [...first, ...Object.values(parameters).map((type: string) => aliases[type] ?? type)],
    ])
    expect(Object.fromEntries(declared)).toEqual(exportedKernels())
  })

  it('give arguments their order, whatever order they are written in', () => {
    const [from, to] = [64 as Address, 128 as Address]
    const given = { total: 5, rows: 2, bytes: 3, to, from, fromStride: 7, toStride: 9 }
    expect(inOrder('copyRows', given)).toEqual([64, 128, 7, 9, 3, 5, 2])
  })

  it.each([
    ['"fill", { to: NOWHERE, total: 1, block: 1, value: 0 }', []],
    ['"fil", { to: NOWHERE, total: 1, block: 1, value: 0 }', [/'"fil"'/]],
    ['"fill", { to: NOWHERE, total: 1, block: 1 }', [/'value' is missing/]],
    ['"fill", { to: NOWHERE, total: 1, block: 1, value: 0, rows: 1 }', [/'rows' does not exist/]],
    ['"fill", { to: 1, total: NOWHERE, block: 1, value: 0 }', [/'number'.*'Address'/]],
    ['"pool", { operation: 2, x: NOWHERE, y: NOWHERE, window: NOWHERE }', [/'2'.*"Pooling"/]],
    [
      '"spreadPatches", { dy: NOWHERE, filter: NOWHERE, dx: NOWHERE, window: NOWHERE, sparse: 1 }',
      [/'number'.*'boolean'/],
    ],
  ])('are checked when a call is compiled: %s', (call, messages) => {
    const found = errorsIn(`
      import { inOrder } from './arguments.js'
      import { NOWHERE } from './heap.js'
      export const result = inOrder(${call})`)
    expect(found).toEqual(messages.map((message) => expect.stringMatching(message) as string))
  })
})
