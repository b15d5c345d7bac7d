import { once } from 'node:events'
import { readdir, symlink, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { expect, test } from 'vitest'
import { project } from '../support/genspec.js'
import { outputOf } from '../support/output.js'
import { spec } from '../support/specs.js'

test('--watch judges again at once, and trains only when Enter is pressed', async () => {
  const text = spec('expect train acc > 0.5')
  const { folder, start } = await project({ 'a.gen': text })
  const write = (content: string) => writeFile(path.join(folder, 'a.gen'), content)
  const stored = async () =>
    (await readdir(path.join(folder, '.genspec/runs')).catch(() => [])).length
  const child = start(['a.gen', '--watch'], {}, 'pipe')
  const output = outputOf(child)

  const asked = await output.until(/press Enter to train, or change a spec\n/)
  expect(asked).toContain(' … example  not run')
  expect(asked).toContain('2 runs to train')
  expect(await stored()).toBe(0)

  child.stdin?.write('\n')
  const trained = await output.until(/waiting for a change\n/)
  expect(trained).toMatch(/✓ all 2 seeds have train acc > 0\.5[^]*\(2 runs trained/)
  expect(await stored()).toBe(2)

  await write(text.replace('> 0.5', '< 0.5'))
  expect(await output.until(/waiting for a change\n/)).toContain('so train acc < 0.5 fails')

  await write(text.replace('train acc > 0.5', 'trian acc > 0.5'))
  expect(await output.until(/waiting for a change\n/)).toContain('did you mean `train acc`?')

  await write(text.replace('batch 20', 'batch 25'))
  expect(await output.until(/press Enter to train/)).toContain('2 runs to train')
  expect(await stored()).toBe(2)

  child.kill('SIGINT')
  expect(await once(child, 'exit')).toEqual([130, null])
})

test('--watch continues with unreadable files and files that are not specs, and ends when nobody reads its output', async () => {
  const { folder, start } = await project({ 'a.gen': spec('expect train acc > 0.5') })
  const child = start(['a.gen', '--watch'], {}, 'pipe')
  const output = outputOf(child)
  await output.until(/press Enter to train, or change a spec\n/)
  await symlink('somebody@somewhere.1:2', path.join(folder, '.#a.gen'))
  await symlink('nowhere.gen', path.join(folder, 'b.gen'))
  await writeFile(path.join(folder, 'genspec.config.ts'), 'export default 1\n')
  await writeFile(path.join(folder, 'a.gen'), 'claim c {\n')
  expect(await output.until(/waiting for a change\n/)).toContain('error[GS')
  child.stdout?.destroy()
  await writeFile(path.join(folder, 'a.gen'), 'claim d {\n')
  expect(await once(child, 'exit')).toEqual([130, null])
})
