/** @file `between 10% and 20%`, added to a copy of the project in the four files that docs/architecture.md names. */

import { execFileSync } from 'node:child_process'
import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { pathToFileURL } from 'node:url'
import ts from 'typescript'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { builtinRegistry } from '../../src/config/builtin-kinds.js'
import type * as Check from '../../src/check/check.js'
import type { Claim } from '../../src/claims/claim.js'
import type * as Judge from '../../src/judge/judge.js'
import type * as Parse from '../../src/language/parse.js'
import type * as Weakening from '../../src/lock/weakening.js'
import { inContext } from '../support/diagnose.js'
import { accuracies } from '../support/judging.js'

let copy: string

beforeAll(() => {
  copy = mkdtempSync(path.join(os.tmpdir(), 'genspec-relation-'))
  for (const part of ['src', 'grammar', 'package.json']) {
    cpSync(part, path.join(copy, part), { recursive: true })
  }
  symlinkSync(path.resolve('node_modules'), path.join(copy, 'node_modules'), 'junction')
})

afterAll(() => rmSync(copy, { recursive: true, force: true }))

function edit(file: string, edits: Record<string, string>): void {
  const target = path.join(copy, file)
  const before = readFileSync(target, 'utf8')
  const after = Object.entries(edits).reduce((content, [from, to]) => {
    expect(content, file).toContain(from)
    return content.replace(from, to)
  }, before)
  writeFileSync(target, after)
}

function compileGrammar(): void {
  const ohm = path.resolve('node_modules/@ohm-js/cli/index.js')
  const args = [ohm, 'generateBundles', '--withTypes', 'grammar/genspec.ohm']
  execFileSync(process.execPath, args, { cwd: copy })
}

/** What the compiler says of a file of the copy. */
function errorsIn(file: string): string[] {
  const { config } = ts.readConfigFile('tsconfig.json', ts.sys.readFile)
  const { options } = ts.parseJsonConfigFileContent(config, ts.sys, copy)
  const target = path.join(copy, file)
  const program = ts.createProgram([target], { ...options, incremental: false })
  return program
    .getSemanticDiagnostics(program.getSourceFile(target))
    .map(({ messageText }) => ts.flattenDiagnosticMessageText(messageText, ' '))
}

async function load<Module>(file: string): Promise<Module> {
  return (await import(pathToFileURL(path.join(copy, file)).href)) as Module
}

const between = `import type { Expression } from '../expression.js'
import { pairKind } from './pair.js'

export interface Between {
  type: 'between'
  right: Expression
  width: number
}

export const between = pairKind<Between>({
  accepts: ({ width }) => ({ low: 0, high: width, includesLow: true, includesHigh: true }),
  quantifier: () => 'on average',
})
`

const resolver = `between(written) {
    const { place, arms, relation } = written
    const pair = resolvePair(written)
    const [, second] = relation.operands as [tree.ExpressionSyntax, tree.ExpressionSyntax]
    const high = resolveExpression(place, second, arms, nothingSelected)
    if (pair?.right.type !== 'constant' || high?.type !== 'constant') return undefined
    const { left, right } = pair
    return { left, relation: { type: 'between', right, width: high.value - right.value } }
  },

  `

test('a relation is its file, the grammar, how it is resolved, and the table', async () => {
  edit('grammar/genspec.ohm', {
    '    | "~" Expression within':
      '    | between Expression and Expression  -- between\n    | "~" Expression within',
    '("under" | "of" | "within"': '("under" | "between" | "and" | "of" | "within"',
    '  average =': '  and = "and" ~namePart\n  between = "between" ~namePart\n  average =',
  })
  compileGrammar()
  expect(errorsIn('src/check/resolve/relation.ts')).toEqual([
    expect.stringContaining("Property 'between' is missing"),
  ])
  edit('src/check/resolve/relation.ts', {
    'equivalence(written) {': `${resolver}equivalence(written) {`,
  })
  writeFileSync(path.join(copy, 'src/claims/relations/between.ts'), between)
  edit('src/claims/relation.ts', {
    'import { type Comparison':
      "import { type Between, between } from './relations/between.js'\nimport { type Comparison",
    'Comparison | ': 'Between | Comparison | ',
    '{ comparison,': '{ between, comparison,',
  })

  const { parse } = await load<typeof Parse>('src/language/parse.ts')
  const { check } = await load<typeof Check>('src/check/check.ts')
  const { judgeClaim } = await load<typeof Judge>('src/judge/judge.ts')
  const { weakenings } = await load<typeof Weakening>('src/lock/weakening.ts')

  const claimOf = (sentence: string): Claim => {
    const found: string[] = []
    const claim = `claim c {\n  run mlp on digits with short over 5 seeds\n  expect ${sentence}\n}`
    const tree = parse({ path: 'a.gen', text: inContext(claim) }, (one) => found.push(one.message))
    const { claims } = check([tree], builtinRegistry, (one) => found.push(one.message))
    expect(found).toEqual([])
    return claims[0] as Claim
  }
  const claim = claimOf('test acc between 10% and 20% under random labels')
  const judged = [
    [0.14, 0.15, 0.16, 0.15, 0.14],
    [0.31, 0.32, 0.33, 0.31, 0.3],
  ].map((values) => {
    const runs = accuracies(values)
    const find = (_: unknown, seed: number) => runs[seed] ?? { lost: 'it was not made' }
    return judgeClaim(builtinRegistry, claim, find).expectations[0]?.verdict
  })
  expect(judged.map((one) => [one?.verdict, one?.evidence?.method])).toEqual([
    ['pass', 'two one-sided t tests'],
    ['fail', 'two one-sided t tests'],
  ])
  expect(judged[0]?.sentence).toMatch(/^mean test acc 14\.8%; .* lies within 10% to 20%/)
  expect(judged[1]?.sentence).toMatch(/^mean test acc 31\.4%; .* lies outside 10% to 20%/)

  const wider = claimOf('test acc between 5% and 20% under random labels')
  expect(weakenings([claim], [wider]).map(({ what }) => what)).toEqual([
    expect.stringMatching(/^the margin is wider/),
  ])
  expect(weakenings([wider], [claim])).toEqual([])
})
