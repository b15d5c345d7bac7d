/**
 * @file The formatter of specs: two spaces a level, single spaces between words, at most one blank line.
 *
 * It works on words and never on the tree, so that comments stay in place and nothing can be lost. Line breaks
 * stay, and columns are not aligned.
 */

interface Token {
  text: string
  type: 'word' | 'operator' | 'open' | 'close' | 'punctuation' | 'comment'
  /** White space before and after it in the source. */
  spaceBefore: boolean
  spaceAfter: boolean
}

const pattern =
  /(?<comment>\/\/.*)|(?<word>"[^"]*"|\d+x\d+(?:x\d+)*(?![\p{L}\d_]|-[\p{L}\d])|\d(?:_?\d)*(?:\.\d(?:_?\d)*)?(?:[eE][+-]?\d+)?(?:%|\p{L}+(?![\p{L}\d_]|-[\p{L}\d]))?|\p{L}(?:[\p{L}\d_]|-[\p{L}\d])*(?:\.\p{L}(?:[\p{L}\d_]|-[\p{L}\d])*)*)|(?<operator><=|>=|\.\.|[<>=~+\-*/])|(?<open>[([{])|(?<close>[)\]}])|(?<punctuation>[,:])/gu

/**
 * Formats a spec.
 * @param text a spec that parses; in any other text, only spacing may change
 */
export function format(text: string): string {
  const lines: string[] = []
  let depth = 0
  for (const line of text.split('\n')) {
    const tokens = tokensOf(line)
    const [first] = tokens
    if (first === undefined) {
      const last = lines.at(-1)
      if (last !== undefined && last !== '' && !last.endsWith('{')) lines.push('')
      continue
    }
    if (first.type === 'close' && lines.at(-1) === '') lines.pop()
    const closings = leadingClosings(tokens)
    lines.push('  '.repeat(Math.max(0, depth - closings)) + joined(tokens))
    depth = Math.max(0, depth + count(tokens, 'open') - count(tokens, 'close'))
  }
  while (lines.at(-1) === '') lines.pop()
  return lines.length === 0 ? '' : `${lines.join('\n')}\n`
}

function tokensOf(line: string): Token[] {
  const tokens: Token[] = []
  let end = 0
  for (const match of line.matchAll(pattern)) {
    const [found] = match
    const between = line.slice(end, match.index)
    if (between.trim() !== '') tokens.push(tokenOf(between.trim(), 'word', line, end))
    const [type] = Object.entries(match.groups ?? {}).find(([, text]) => text !== undefined) ?? []
    tokens.push(tokenOf(found.trimEnd(), type as Token['type'], line, match.index))
    end = match.index + found.length
  }
  const rest = line.slice(end).trim()
  if (rest !== '') tokens.push(tokenOf(rest, 'word', line, end))
  return tokens
}

function tokenOf(text: string, type: Token['type'], line: string, at: number): Token {
  const isSpace = (index: number) => /^\s?$/.test(line.charAt(index))
  return { text, type, spaceBefore: isSpace(at - 1), spaceAfter: isSpace(at + text.length) }
}

function joined(tokens: readonly Token[]): string {
  return tokens.reduce((line, token, index) => {
    const before = tokens[index - 1]
    return before === undefined ? token.text : line + (apart(before, token) ? ' ' : '') + token.text
  }, '')
}

/** True if a space separates two neighbours. */
function apart(left: Token, right: Token): boolean {
  if (right.type === 'comment') return true
  if (right.type === 'punctuation') return false
  if (left.text === '..' || right.text === '..') return false
  if (left.text === '{') return right.text !== '}'
  if (left.type === 'open') return false
  if (right.text === '}') return true
  if (right.type === 'close') return false
  // `conv(…)` is a call and `epochs to (…)` is not.
  if (right.text === '(' && left.type === 'word') return right.spaceBefore
  // `-1` can be a number.
  if (left.text === '-') return left.spaceAfter
  return true
}

/** The number of levels that end before the line's first word. */
function leadingClosings(tokens: readonly Token[]): number {
  const end = tokens.findIndex(({ type }) => type !== 'close')
  return end === -1 ? tokens.length : end
}

function count(tokens: readonly Token[], type: Token['type']): number {
  return tokens.filter((token) => token.type === type).length
}
