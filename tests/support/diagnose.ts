/** @file Checks a spec inside the test's process. */

import path from 'node:path'
import { builtinRegistry } from '../../src/config/builtin-kinds.js'
import { check } from '../../src/check/check.js'
import type { Claim } from '../../src/claims/claim.js'
import type { Diagnostic } from '../../src/diagnostics/diagnostic.js'
import { once } from '../../src/diagnostics/once.js'
import type { Source } from '../../src/diagnostics/source.js'
import { Loader } from '../../src/language/load.js'
import { readSource } from '../../src/language/read-source.js'
import { diagnosticText } from '../../src/diagnostics/render/text.js'

export interface Diagnosed {
  claims: Claim[]
  diagnostics: Diagnostic[]
  codes: string[]
  /** As the terminal shows it. */
  text: string
}

/** @param file where the text is said to stand; what it uses is read from beside it */
export function diagnose(text: string, file = 'tests/language/bad/example.gen'): Diagnosed {
  return diagnoseSource({ path: file, text })
}

export function diagnoseFile(file: string): Diagnosed {
  return diagnoseSource(readSource(file, file.split(path.sep).join('/')))
}

function diagnoseSource(source: Source): Diagnosed {
  const diagnostics: Diagnostic[] = []
  const report = once((diagnostic) => void diagnostics.push(diagnostic))
  const loader = new Loader({ project: '.' })
  const trees = loader.load(source, report)
  const { claims } = check(trees, builtinRegistry, report)
  return {
    claims,
    diagnostics,
    codes: [...new Set(diagnostics.map(({ code }) => code))],
    text: diagnostics.map(diagnosticText).join('\n\n'),
  }
}

/** The blocks that examples of the documentation leave out. */
const usual: Record<string, string> = {
  'dataset digits': 'dataset digits {\n  source mnist-10k\n  take 1_000 train, 2_000 test\n}\n',
  'model mlp': 'model mlp {\n  flatten\n  dense 64 relu\n  dense classes\n}\n',
  'training short':
    'training short {\n  optimizer sgd momentum 0.9\n  rate 0.1\n  batch 50\n  until train acc >= 99.5% or 20 epochs\n}\n',
}

/** A part of a spec with what it names and does not declare. */
export function inContext(fragment: string): string {
  const missing = Object.entries(usual)
    .filter(([name]) => !new RegExp(`^${name}\\b`, 'm').test(fragment))
    .filter(([name]) => new RegExp(`\\b${name.split(' ')[1]}\\b`).test(fragment))
    .map(([, text]) => text)
  return [`${fragment}\n`, ...missing].join('\n')
}
