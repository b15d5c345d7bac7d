import { execFile } from 'node:child_process'
import { mkdir, symlink, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { expect, test } from 'vitest'
import { project } from '../support/genspec.js'
import { spec } from '../support/specs.js'

const root = fileURLToPath(new URL('../..', import.meta.url))

const example = `
import { SpecError, check, judge, run } from 'genspec'
const { diagnostics, claims } = await check(['a.gen'])
process.env.GENSPEC_ENGINE = 'none'
const unknown = await judge(['a.gen']).catch((error) => error.message)
process.env.GENSPEC_ENGINE = 'portable'
const before = await judge(['a.gen'])
const epochs = []
const outcome = await run(['a.gen'], {
  onEvent: (event) => event.type === 'epoch' && epochs.push(event),
})
const after = await judge(['a.gen'])
const refused = await run(['bad.gen']).catch((error) => error)
console.log(JSON.stringify({
  unknown, engine: outcome.events[0].engine.name,
  warnings: [diagnostics, before.diagnostics, outcome.diagnostics, after.diagnostics]
    .map((found) => found.map(({ message }) => message)),
  stated: claims.map(({ name }) => name), open: before.open,
  exitCode: outcome.exitCode, epochs: epochs.length > 0,
  verdicts: after.claims.map(({ name, verdict }) => [name, verdict]),
  refused: refused instanceof SpecError && refused.diagnostics[0],
}))
`

test('a program checks, judges and runs specs', async () => {
  const { folder } = await project({
    'a.gen': `${spec('expect train acc > 50%')}\nmodel unused { dense classes }\n`,
    ...{ 'bad.gen': spec('expect trian acc > 50%') },
    'example.mjs': example,
  })
  await mkdir(path.join(folder, 'node_modules'))
  await symlink(root, path.join(folder, 'node_modules', 'genspec'), 'junction')
  await writeFile(path.join(folder, 'package.json'), '{}')
  const { stdout, stderr } = await promisify(execFile)(process.execPath, ['example.mjs'], {
    cwd: folder,
  })
  // A program hears of warnings in the results alone.
  expect(stderr).toBe('')
  const { warnings, ...rest } = JSON.parse(stdout)
  expect(warnings).toEqual(Array(4).fill([expect.stringContaining('`unused`')]))
  expect(rest).toEqual({
    unknown: expect.stringContaining('GENSPEC_ENGINE is `none`'),
    engine: 'portable',
    ...{ stated: ['example'], open: ['example'], exitCode: 0, epochs: true },
    verdicts: [['example', 'pass']],
    refused: expect.objectContaining({ code: 'GS2001', file: 'bad.gen', column: 10 }),
  })
})
