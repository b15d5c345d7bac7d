import { describe, expect, test } from 'vitest'
import { project } from '../support/genspec.js'
import { spec } from '../support/specs.js'

const fields = {
  name: "'bent'",
  summary: "'itself'",
  parameters: '{}',
  outputShape: '(_, input) => input',
  weights: '() => ({})',
  apply: '(context, _, weights, input) => input',
}

/** A valid layer, except for these fields. */
const layer = (changes: Record<string, string> = {}) =>
  `defineLayer({ ${Object.entries({ ...fields, ...changes })
    .map(([name, text]) => `${name}: ${text}`)
    .join(', ')} })`

const config = (...kinds: string[]) => `export default defineConfig({ kinds: [${kinds.join()}] })`

async function withConfig(
  text: string,
  command: string,
  more: Record<string, string> = {},
  options: string[] = [],
) {
  const made = await project({
    ...more,
    'a.gen': spec('expect train acc > 0.5', [[/dense 16 relu/, 'dense 16\n  bent']]),
    // The export is always on the third line.
    'genspec.config.ts': `import * as genspec from 'genspec'\nconst { defineConfig, defineLayer } = genspec\n${text}\n`,
  })
  const finished = await made.genspec(command, 'a.gen', ...options)
  expect(finished.stderr + finished.stdout).not.toMatch(/\n {4}at |node:internal|Node\.js v/)
  return finished
}

test('a correct kind is accepted', async () => {
  expect(await withConfig(config(layer()), 'check')).toMatchObject({ code: 0 })
})

test("the list of kinds shows the texts of a project's kinds with control characters escaped", async () => {
  const text = String.raw`'a\x1b[31mb\n::error::c\u202e'`
  const parameters = `{ form: genspec.choice([${text}], { doc: ${text}, default: ${text} }) }`
  const { code, stdout } = await withConfig(
    config(layer({ summary: text, parameters })),
    'list',
    {},
    ['--kinds'],
  )
  expect(stdout.match(/a\\x1b\[31mb \\x3a:error\\x3a:c\\u202e/g)).toHaveLength(4)
  expect(stdout).not.toMatch(/[\p{Bidi_Control}]|(?!\n)\p{Cc}|^::/mu)
  expect(code).toBe(0)
})

describe('a config that cannot be used: the message names the place and the field, exit 2', () => {
  test.each<[string, string, ...string[]]>([
    [
      'a syntax error',
      'export default defineConfig({ kinds: [ )',
      'genspec.config.ts:3:40: Unexpected token',
    ],
    ['an exception', 'throw new Error("not today")', 'genspec.config.ts:3:7: not today'],
    ['what is thrown is no error', 'throw null', 'genspec.config.ts: null'],
    [
      'a module that is missing',
      'import "./gone.ts"',
      "genspec.config.ts:3:7: Cannot find module './gone.ts'\n",
    ],
    ['an exception in a module of its own', 'import "./other.ts"', 'other.ts:1:', 'from there'],
    [
      'a promise that is never kept',
      'export default new Promise(() => undefined)',
      'genspec.config.ts: it waits for a promise that is never kept',
    ],
    [
      'a promise that is broken',
      'export default Promise.reject(new Error("later"))',
      'genspec.config.ts:3:',
      'later',
    ],
    [
      'no export',
      'export const a = 1',
      'genspec.config.ts: its default export has no list of kinds; write `',
    ],
    [
      'a function',
      'export default () => ({ kinds: [] })',
      'genspec.config.ts: its default export has no list of kinds; write `',
    ],
    [
      'kinds that are no list',
      'export default { kinds: {} }',
      'genspec.config.ts: its default export has no list of kinds; write `',
    ],
    [
      'a getter that throws',
      'export default { get kinds() { throw new Error("no") } }',
      'genspec.config.ts:3:',
      'no',
    ],
    [
      'all that is no kind',
      config('null', '3', '{}', '{ category: "layre", name: "x" }', '{ category: "toString" }'),
      'kinds[0]: is not made by `defineLayer`',
      'kinds[1]: is not',
      'kinds[2]: is not',
      'kinds[3] (layre `x`): is not',
      'kinds[4] (toString): is not',
    ],
    [
      'several fields of several kinds',
      config(
        layer({ name: 'undefined' }),
        layer({ summary: '""', weights: '3', apply: 'undefined' }),
      ),
      'kinds[0] (layer): `name` is missing; it must be a name that a spec can write: letters',
      'kinds[1] (layer `bent`): `summary` is empty; it must be one line that says what it does',
      'kinds[1] (layer `bent`): `weights` is of type number; it must be a function',
      'kinds[1] (layer `bent`): `apply` is missing; it must be a function',
    ],
    [
      'parameters that are none',
      config(
        layer({ parameters: '{ slope: 3 }' }),
        'genspec.defineMetric({ name: "m", summary: "m", value: 1 })',
      ),
      'kinds[0] (layer `bent`): `parameters.slope` is of type number; it must be made by `number`',
      "kinds[1] (metric `m`): `unit` is missing; it must be 'fraction'",
      'kinds[1] (metric `m`): `value` is of type number; it must be a function',
    ],
    [
      'a corruption that changes nothing',
      config('genspec.defineCorruptionStep({ name: "c", summary: "c", parameters: {} })'),
      'kinds[0] (corruption step `c`): changes nothing; give it `relabel` or `repaint`',
    ],
    [
      'a kind twice',
      config(layer(), layer()),
      'it has the layer `bent` twice; give one of them another name',
    ],
    [
      'names that no spec can write',
      config(
        layer({ name: "'two words'" }),
        layer({ name: "'x\\u001b[2J'" }),
        layer({ name: "'under score'" }),
        "genspec.defineMetric({ name: 'loss on train', summary: 'm', unit: 'number', value: () => 1 })",
        "genspec.defineMetric({ name: 'm', summary: 'm', unit: 'a\\nb', value: () => 1 })",
        layer({ name: "'fine'", parameters: "{ 'a b': genspec.integer({ doc: 'd' }) }" }),
      ),
      'kinds[0] (layer `two words`): `name` is "two words"; it must be a name that a spec can write',
      'kinds[1] (layer `x\\x1b[2J`): `name` is',
      'kinds[2] (layer `under score`): `name` is "under score"',
      'kinds[3] (metric `loss on train`): `name` is "loss on train"; it must be words that a spec can write',
      'kinds[4] (metric `m`): `unit` is',
      'kinds[5] (layer `fine`): `parameters` has the name "a b", which no spec can write',
    ],
    [
      'a built-in name',
      config(layer({ name: "'dense'" })),
      'there is a built-in layer `dense`; give it another name',
    ],
    [
      'a shape that is a word',
      config(layer({ outputShape: '() => "abc"' })),
      "the layer `bent`: `outputShape` gave 'abc'; it must give a shape such as [28, 28, 1]",
    ],
    [
      'a shape that is no number',
      config(layer({ outputShape: '() => [NaN]' })),
      '`outputShape` gave [ NaN ]; it must give a shape',
    ],
    [
      'a promise of a shape',
      config(layer({ outputShape: 'async () => [16]' })),
      '`outputShape` gave a promise; it must give a shape',
    ],
    [
      'a shape that throws',
      config(layer({ outputShape: '() => undefined.x' })),
      'genspec.config.ts:3:',
      "Cannot read properties of undefined (reading 'x')",
    ],
    [
      'weights that are none',
      config(layer({ weights: '() => undefined' })),
      '`weights` gave undefined; it must give an object with the `shape`',
    ],
  ])('%s', async (_, text, ...messages) => {
    const { code, stderr } = await withConfig(text, 'check', {
      'other.ts': 'throw new TypeError("from there")\n',
    })
    for (const message of messages) expect(stderr).toContain(message)
    expect(code).toBe(2)
  })
})

describe('a kind that fails while a run trains: the run names the place, exit 3', () => {
  test.each([
    [
      'what throws',
      '() => undefined.x',
      /the layer `bent`: `apply` failed: Cannot read properties of undefined .*\(genspec\.config\.ts:3:\d+\)/,
    ],
    [
      'what calls a library wrongly',
      '({ tf }, _, w, x) => tf.matMul(x, x)',
      /the layer `bent`: `apply` failed: Error in matMul.*\(genspec\.config\.ts:3:\d+\)/,
    ],
    ['what is no tensor', '() => 3', /the layer `bent`: `apply` gave 3; it must give a tensor/],
    [
      'a tensor of another shape than it says',
      '({ tf }, _, w, x) => tf.reshape(x, [-1])',
      /the layer `bent`: for an input of \[ 16 \], `outputShape` says \[ 16 \], and `apply` gives \[\]/,
    ],
  ])('%s', async (_, apply, message) => {
    const { code, stdout } = await withConfig(config(layer({ apply })), 'run')
    expect(stdout).toMatch(message)
    expect(code).toBe(3)
  })
})

test('a kind that fails puts its own claims in error; the others are judged', async () => {
  const boom = '() => { throw new Error("boom") }'
  const kinds = config(
    layer({ name: '"costly"', multiplyAdds: boom }),
    `genspec.defineDataset({ name: 'gone', summary: 'g', parameters: {},
      describe: () => ({ shape: [2, 2, 1], classes: ['a', 'b'], examples: { train: 10, test: 10 } }),
      locate: async ${boom}, load: async () => ({}) })`,
    `genspec.defineMetric({ name: 'odd', summary: 'o', unit: 'number', value: ${boom} })`,
  )
  const { genspec } = await project({
    'genspec.config.ts': `import * as genspec from 'genspec'\nconst { defineConfig, defineLayer } = genspec\n${kinds}\n`,
    'fine.gen': spec('expect train acc > 1%', [[/until .*/, 'until 1 epochs']]),
    'costly.gen': spec('expect train acc > 1%', [[/dense 16 relu/, 'costly']]),
    'gone.gen': spec('expect train acc > 1%', [
      [/mnist-10k/, 'gone'],
      [/take .*/, ''],
    ]),
    'odd.gen': spec('expect odd > 1', [[/until .*/, 'until 1 epochs']]),
  })
  const { code, stdout } = await genspec('run')
  expect(stdout).toMatch(/the layer `costly`: `multiplyAdds` failed: boom \(genspec\.config\.ts:/)
  expect(stdout).toMatch(/the dataset `gone`: `locate` failed: boom/)
  expect(stdout).toMatch(/the metric `odd`: `value` failed: boom/)
  expect(stdout).toContain('1 passed, 3 in error')
  expect(code).toBe(3)
})
