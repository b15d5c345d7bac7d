import { spawnSync } from 'node:child_process'
import { mkdir, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'
import { project } from '../support/genspec.js'
import { spec } from '../support/specs.js'

const bin = fileURLToPath(new URL('../../bin/genspec.js', import.meta.url))

/** A shell in which folders can be mounted without being root, where Linux lets us. */
const unshare = (script: string, cwd: string) =>
  spawnSync('unshare', ['-rm', 'sh', '-c', script], {
    cwd,
    encoding: 'utf8',
    env: { ...process.env, NO_COLOR: '1', CI: '' },
  })

const possible = unshare('mount -t tmpfs -o size=64k tmpfs /mnt', '/').status === 0

test.skipIf(!possible)(
  'a full disk is an error that says so, and loses no finished run (skipped without Linux user namespaces)',
  async () => {
    const small = spec('expect train acc > 0.5 under true labels').replace('2 seeds', '1 seeds')
    const large = spec('expect train acc > 0.5 under random labels', [[/dense 16/, 'dense 64']])
    const { folder } = await project({ 'small.gen': small, 'large.gen': large })
    await mkdir(path.join(folder, '.genspec'))
    await writeFile(path.join(folder, 'fill'), '')
    const genspec = `"${process.execPath}" "${bin}"`
    const { stdout } = unshare(
      `mount -t tmpfs -o size=160k tmpfs .genspec
       ${genspec} small.gen --engine portable >/dev/null && echo "small $?"
       head -c 10000000 /dev/zero > .genspec/fill
       ${genspec} large.gen --engine portable; echo "large $?"
       rm .genspec/fill
       ${genspec} small.gen --engine portable; echo "again $?"`,
      folder,
    )
    expect(stdout).toContain('small 0')
    expect(stdout).toMatch(/no space is left on the device.*finished runs are kept/)
    expect(stdout).toContain('large 3')
    expect(stdout).toContain('0 runs to train, 1 from the store')
    expect(stdout).toContain('again 0')
  },
)

test.skipIf(!possible)(
  'on a full disk the old report stays whole, and reports elsewhere are written (skipped likewise)',
  async () => {
    const { folder } = await project({ 'a.gen': spec('expect params = 12_730') })
    const { stdout, stderr } = unshare(
      `mkdir full && mount -t tmpfs -o size=160k tmpfs full
       report() { "${process.execPath}" "${bin}" a.gen --engine portable --reporter html=full/report.html --reporter junit=junit.xml >/dev/null; }
       report; echo "first $?"; cp full/report.html old.html; rm junit.xml
       head -c 10000000 /dev/zero > full/fill
       report; echo "second $?"
       cmp full/report.html old.html && echo same
       ls full junit.xml`,
      folder,
    )
    expect(stdout).toMatch(/^first 0\nsecond \d+\nsame\njunit\.xml\n\nfull:\nfill\nreport\.html\n$/)
    expect(stderr).toContain('the report full/report.html cannot be written: no space is left')
  },
)
