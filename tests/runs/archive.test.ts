import { existsSync } from 'node:fs'
import { readFile, readdir, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { gunzipSync, gzipSync } from 'node:zlib'
import * as tar from 'tar'
import { beforeAll, describe, expect, test } from 'vitest'
import { importRuns } from '../../src/store/archive.js'
import { Store } from '../../src/store/store.js'
import { ArchiveError } from '../../src/store/unpack.js'
import { forge } from '../support/forged.js'
import { project } from '../support/genspec.js'
import { spec } from '../support/specs.js'
import { curveTo, plannedRuns, recordOf } from '../support/stored-runs.js'

interface Entry {
  name: string
  content?: string | Buffer
  type?: tar.types.EntryTypeName
  linkpath?: string
  /** The size in the header, if it differs from the real one. */
  size?: number
}

function archive(entries: readonly Entry[]): Buffer {
  const blocks = entries.flatMap(({ name, content = '', type = 'File', linkpath, size }) => {
    const bytes = Buffer.from(content)
    const header = Buffer.alloc(512)
    new tar.Header({
      ...{ path: name, type, size: size ?? bytes.length, mode: 0o644 },
      ...(linkpath !== undefined && { linkpath }),
    }).encode(header)
    return [header, bytes, Buffer.alloc(-bytes.length & 511)]
  })
  return Buffer.concat([...blocks, Buffer.alloc(1024)])
}

const text = spec('expect train acc > 0.9')
let keys: string[]
let good: Entry[]

beforeAll(async () => {
  const { folder } = await project({ 'a.gen': text })
  const { runs } = await plannedRuns([path.join(folder, 'a.gen')])
  const store = new Store(path.join(folder, 'runs'))
  for (const run of runs) await store.write(recordOf(run, curveTo(0.95, 0.6 + run.seed / 100)))
  keys = runs.map(({ key }) => key)
  const contents = keys.map((key) => readFile(path.join(store.folderOf(key), 'record.json')))
  const records = await Promise.all(contents)
  good = keys.map((key, index) => ({ name: `${key}/record.json`, content: records[index] ?? '' }))
})

async function imported(bytes: Buffer, name = 'runs.tgz') {
  const made = await project({ 'a.gen': text, 'package.json': '{}', [name]: bytes })
  const said = await made.genspec('store', 'import', name)
  const stored = await readdir(path.join(made.folder, '.genspec/runs')).catch(() => [])
  return { ...made, ...said, stored: stored.sort() }
}

describe('store import of an archive that is no archive of runs', () => {
  const key = () => keys[0] ?? ''
  const gz = (entries: readonly Entry[]) => gzipSync(archive(entries))
  const cases: [string, () => Buffer, string][] = [
    [
      'a path that leads out',
      () => gz([...good, { name: '../evil', content: 'x' }]),
      '`../evil` leads',
    ],
    [
      'such a path below a run',
      () => gz([{ name: `${key()}/../../evil` }, ...good]),
      'evil` leads out of the archive',
    ],
    [
      'zeros without end, in an archive of 300 kB',
      () => gzipSync(Buffer.alloc(300e6)),
      'it unpacks to more than a thousand times its size',
    ],
    ['an absolute path', () => gz([...good, { name: '/tmp/evil' }]), '`/tmp/evil` leads out'],
    ['one of Windows', () => gz([...good, { name: 'C:\\evil' }]), 'leads out of the archive'],
    [
      'a symbolic link',
      () => gz([...good, { name: 'etc', type: 'SymbolicLink', linkpath: '/etc' }]),
      '`etc` is a link',
    ],
    [
      'a record that is a link',
      () => gz([{ name: `${key()}/record.json`, type: 'Link', linkpath: '../../../etc/passwd' }]),
      'record.json` is a link',
    ],
    [
      'a device',
      () => gz([...good, { name: 'null', type: 'CharacterDevice' }]),
      '`null` is a device',
    ],
    ['a pipe', () => gz([...good, { name: 'pipe', type: 'FIFO' }]), '`pipe` is not a file'],
    ['the same record twice', () => gz([...good, ...good.slice(0, 1)]), 'record.json` twice'],
    [
      'a record of gigabytes',
      () => gz([{ name: `${key()}/record.json`, size: 2e9 }]),
      'has 2.0 GB, as no run',
    ],
    [
      'gigabytes of something else',
      () => gz([{ name: 'zeros', size: 7e9 }]),
      'it holds more than 4.3 GB',
    ],
    ['what is cut off', () => gz(good).subarray(0, 600), 'it is cut off or damaged'],
    ['tar that is cut off', () => gzipSync(archive(good).subarray(0, 1536)), 'it is cut off'],
    ['CSV', () => Buffer.from('epoch,loss\n1,0.5\n'.repeat(100)), 'it is no tar archive'],
    ['CSV in gzip', () => gzipSync('epoch,loss\n1,0.5\n'.repeat(100)), 'it is no tar archive'],
    ['nothing', () => Buffer.alloc(0), 'it is no tar archive'],
  ]
  for (const [what, bytes, reason] of cases) {
    test(`${what}: nothing is written`, async () => {
      const { folder } = await project({ 'runs.tgz': bytes() })
      const store = new Store(path.join(folder, 'below/runs'))
      const importing = importRuns(path.join(folder, 'runs.tgz'), store)
      await expect(importing).rejects.toThrow(ArchiveError)
      await expect(importing).rejects.toThrow(reason)
      expect(await readdir(folder)).toEqual(['runs.tgz'])
      expect(existsSync(path.join(tmpdir(), 'evil'))).toBe(false)
    })
  }

  test('one message, and exit code 2', async () => {
    const { code, stdout, stderr, stored } = await imported(gz([...good, { name: '../evil' }]))
    expect(stderr).toBe(
      'genspec: nothing is imported from `runs.tgz`: `../evil` leads out of the archive\n' +
        '  `genspec store export NAME.tgz` makes archives that can be imported\n',
    )
    expect({ code, stdout, stored }).toEqual({ code: 2, stdout: '', stored: [] })
  })

  test('an archive or a folder without runs is an error', async () => {
    const { code, stderr, genspec } = await imported(archive([{ name: 'README', content: 'x' }]))
    expect(stderr).toContain('there are no runs in `runs.tgz`')
    expect(code).toBe(2)
    expect((await genspec('store', 'import', '.')).stderr).toContain('there are no runs in `.`')
  })
})

describe('store import of an archive of runs', () => {
  test('that somebody packed by hand, with other files and longer paths', async () => {
    const others = [{ name: 'README.md' }, { name: `${keys[0]}/checkpoint.bin` }, { name: 'a/' }]
    const deeper = good.map((entry) => ({ ...entry, name: `./.genspec/runs/${entry.name}` }))
    const { code, stdout, stored, genspec } = await imported(archive([...others, ...deeper]), 'r')
    expect({ code, stdout }).toEqual({ code: 0, stdout: '2 runs copied from r\n' })
    expect(stored).toEqual([...keys].sort())
    expect((await genspec('store', 'verify')).stdout).toContain('2 records in .genspec/runs: all')
  })

  test('leaves out what does not count, with exit code 3', async () => {
    const [one, other] = good as [Entry, Entry]
    const mixed = [{ ...one, content: other.content ?? '' }, other]
    const { code, stdout, stderr, stored } = await imported(archive(mixed))
    expect(stdout).toBe('1 run copied from runs.tgz\n')
    expect(stderr).toBe(
      `genspec: runs.tgz/${keys[0]} was left out: the record is that of the run ${keys[1]}\n`,
    )
    expect({ code, stored }).toEqual({ code: 3, stored: keys.slice(1) })
  })

  test('does not replace a record of a newer genspec', async () => {
    const { folder, genspec } = await imported(archive(good))
    const own = path.join(folder, '.genspec/runs', keys[0] ?? '')
    await forge(own, (record) => void (record.form = 99))
    const before = await readFile(path.join(own, 'record.json'), 'utf8')
    const { code, stderr } = await genspec('store', 'import', 'runs.tgz')
    expect(stderr).toContain('was left out: the record is of form 99')
    expect(code).toBe(3)
    expect(await readFile(path.join(own, 'record.json'), 'utf8')).toBe(before)
  })

  test('and there is none without runs', async () => {
    const { folder, genspec } = await project({ 'a.gen': text, 'package.json': '{}' })
    for (const target of ['out.tgz', 'out']) {
      const { code, stderr } = await genspec('store', 'export', target)
      expect(stderr).toBe('genspec: no run is stored, so that nothing is exported\n')
      expect(code).toBe(2)
    }
    expect(await readdir(folder)).toEqual(['a.gen', 'package.json'])
  })

  test('names a log that is not the one of its record', async () => {
    const { folder, genspec } = await imported(archive(good))
    const own = path.join(folder, '.genspec/runs', keys[0] ?? '')
    await forge(own, (record) => void (record.log = '0'.repeat(64)))
    await writeFile(path.join(own, 'events.ndjson'), '')
    const out = await genspec('store', 'export', 'out.tgz')
    expect(out.stdout).toBe('2 runs copied to out.tgz\n')
    expect(out.stderr).toContain('was copied without its log, events.ndjson, which is not the one')
    expect(out.code).toBe(3)
    const names: string[] = []
    const parser = new tar.Parser()
    parser.on('entry', (entry: tar.ReadEntry) => (names.push(entry.path), entry.resume()))
    parser.end(gunzipSync(await readFile(path.join(folder, 'out.tgz'))))
    expect(names.filter((name) => name.endsWith('.ndjson'))).toEqual([])
  })
})
