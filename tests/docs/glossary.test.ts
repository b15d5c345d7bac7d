/** @file User-facing texts keep to the words of docs/glossary.md. */

import { readFileSync, readdirSync } from 'node:fs'
import path from 'node:path'
import ts from 'typescript'
import { expect, test } from 'vitest'

interface Text {
  /** File and line. */
  place: string
  text: string
}

const glossary = readFileSync('docs/glossary.md', 'utf8')

/** The last column of each row holds the words that are not used. */
const ruledOut = glossary
  .split('\n')
  .filter((line) => line.startsWith('| ') && !line.startsWith('| ---'))
  .map((line) => line.split(' | ').at(-1) ?? '')
  .flatMap((cell) => [...cell.matchAll(/`([^`]+)`/g)].map(([, word = '']) => word))

const patterns = ruledOut.map(
  (word) => [word, new RegExp(`\\b${word.replaceAll(' ', '\\s+')}s?\\b`, 'i')] as const,
)

function slipsIn({ place, text }: Text): string[] {
  return patterns
    .filter(([, pattern]) => pattern.test(text))
    .map(([word]) => `${place}: "${word}" in: ${text.trim().slice(0, 120)}`)
}

const withoutCode = (text: string) => text.replaceAll(/`[^`]*`/g, '…')

/** The lines of a Markdown page outside code. */
function page(file: string): Text[] {
  const text = readFileSync(file, 'utf8').replaceAll(/^ *```[^]*?^ *```/gm, (block) =>
    '\n'.repeat(block.split('\n').length - 1),
  )
  return withoutCode(text)
    .split('\n')
    .map((line, index) => ({ place: `${file}:${index + 1}`, text: line }))
}

/** Examples of specs, which choose names freely. */
const examples = ['wrong', 'right']

/** The text of a string or template, with `…` in place of expressions. */
function textOf(node: ts.Node): string | undefined {
  if (ts.isStringLiteral(node) || ts.isNoSubstitutionTemplateLiteral(node)) return node.text
  if (!ts.isTemplateExpression(node)) return undefined
  return [node.head.text, ...node.templateSpans.map(({ literal }) => literal.text)].join('…')
}

/** String literals of several words: messages, help, explanations, parts of reports. */
function literals(file: string): Text[] {
  const found: Text[] = []
  const source = ts.createSourceFile(file, readFileSync(file, 'utf8'), ts.ScriptTarget.Latest)
  const visit = (node: ts.Node): void => {
    if (ts.isPropertyAssignment(node) && examples.includes(node.name.getText(source))) return
    const text = textOf(node)
    if (text?.includes(' ')) {
      const { line } = source.getLineAndCharacterOfPosition(node.getStart(source))
      found.push({ place: `${file}:${line + 1}`, text: withoutCode(text) })
    }
    ts.forEachChild(node, visit)
  }
  visit(source)
  return found
}

/** Every `description` of the schema of reports. */
function descriptions(value: unknown): Text[] {
  if (typeof value !== 'object' || value === null) return []
  return Object.entries(value).flatMap(([name, inner]) =>
    name === 'description' && typeof inner === 'string'
      ? [{ place: 'schema/report.schema.json', text: inner }]
      : descriptions(inner),
  )
}

const filesIn = (folder: string, end: string) =>
  readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith(end))
    .map((name) => path.posix.join(folder, name.replaceAll('\\', '/')))

test('pages use the words of the glossary', () => {
  const pages = ['README.md', ...filesIn('docs', '.md')].filter((one) => one !== 'docs/glossary.md')
  expect(pages.length).toBeGreaterThan(8)
  expect(pages.flatMap(page).flatMap(slipsIn)).toEqual([])
})

test('messages and help texts use the words of the glossary', () => {
  const files = filesIn('src', '.ts')
  expect(files.length).toBeGreaterThan(300)
  expect(literals('src/cli/options.ts').length).toBeGreaterThan(10)
  // Parsing every file takes seconds: first those that hold a word at all.
  const suspects = files.filter((file) => {
    const text = readFileSync(file, 'utf8')
    return patterns.some(([, pattern]) => pattern.test(text))
  })
  expect(suspects.flatMap(literals).flatMap(slipsIn)).toEqual([])
})

test('the schema of reports uses the words of the glossary', () => {
  const texts = descriptions(JSON.parse(readFileSync('schema/report.schema.json', 'utf8')))
  expect(texts.length).toBeGreaterThan(5)
  expect(texts.flatMap(slipsIn)).toEqual([])
})

test.each([
  ['the experiment runs of this claim', 'experiment run'],
  ['train with another random seed', 'random seed'],
  ['It must be a Whole number.', 'whole number'],
  ['the committed record has no such claim', 'committed record'],
])('a slip is found: %s', (text, word) => {
  expect(slipsIn({ place: 'x', text })).toEqual([`x: "${word}" in: ${text}`])
})

test.each([
  'each run of an experiment has one seed',
  'the record of the run was committed',
  'run `genspec "random seed"`',
])('no slip: %s', (text) => {
  expect(slipsIn({ place: 'x', text: withoutCode(text) })).toEqual([])
})

test('every verdict has its row', () => {
  const verdicts = ['pass', 'fail', 'inconclusive', 'error', 'skipped']
  expect(verdicts.filter((name) => !glossary.includes(`\n| ${name} | `))).toEqual([])
})
