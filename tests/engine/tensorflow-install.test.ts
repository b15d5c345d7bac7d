import { mkdir, mkdtemp, readdir, rm, symlink, utimes, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { enginesFolder } from '../../src/engine/cache-folder.js'
import { installFolder, layout, readInstall } from '../../src/engine/tensorflow/install/cache.js'
import { tensorflowEngine } from '../../src/engine/tensorflow/engine.js'
import { assertSpace, install, remove } from '../../src/engine/tensorflow/install/install.js'
import { inspectPackage, packageVersion } from '../../src/engine/tensorflow/installation.js'
import { listAttributes } from '../../src/engine/tensorflow/list-attributes.js'
import { withLock } from '../../src/engine/install-lock.js'
import { verify } from '../../src/engine/tensorflow/install/pip.js'
import { isNeeded } from '../../src/engine/tensorflow/install/unpack.js'
import { wheelsFor } from '../../src/engine/tensorflow/install/wheels.js'

const silent = { stage: () => undefined, bytes: () => undefined }

describe('installing TensorFlow', () => {
  let folder: string

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'genspec-install-'))
    vi.stubEnv('GENSPEC_CACHE', folder)
  })

  afterEach(async () => {
    vi.unstubAllEnvs()
    await rm(folder, { recursive: true, force: true })
  })

  it('says what to do without a compiler, and leaves nothing behind', async () => {
    vi.stubEnv('CXX', join(folder, 'no-such-compiler'))
    await expect(install({}, silent)).rejects.toThrow(
      /no C\+\+ compiler was found.*apt install g\+\+/,
    )
    expect(readInstall()).toBeUndefined()
  })

  it('says what to do without pip', async () => {
    vi.stubEnv('CXX', process.execPath)
    vi.stubEnv('PATH', folder)
    await expect(install({ device: 'cpu' }, silent)).rejects.toThrow(/no pip was found.*--from/)
  })

  it('downloads no CUDA where there is no GPU', async () => {
    vi.stubEnv('CXX', process.execPath)
    vi.stubEnv('PATH', folder)
    await expect(install({ device: 'gpu' }, silent)).rejects.toThrow(/no GPU here.*`--cpu`/)
  })

  it('refuses a wheel that is not whole, and leaves nothing behind', async () => {
    vi.stubEnv('CXX', process.execPath)
    const from = join(folder, 'half.whl')
    await writeFile(from, 'PK half a wheel')
    await expect(install({ from }, silent)).rejects.toThrow(/is not a whole wheel.*download it/)
    expect(await readdir(enginesFolder())).toEqual([])
  })

  it('says what to do where the cache cannot be written', async () => {
    await writeFile(join(folder, 'file'), '')
    vi.stubEnv('GENSPEC_CACHE', join(folder, 'file', 'cache'))
    await expect(install({}, silent)).rejects.toThrow(/cannot be written.*GENSPEC_CACHE/)
  })

  it('takes neither a damaged installation nor one of another genspec', async () => {
    const { record, addon, quiet } = layout(installFolder())
    await mkdir(dirname(addon), { recursive: true })
    for (const path of [addon, quiet]) await writeFile(path, '')
    for (const text of ['{', JSON.stringify({ addonRevision: 0, tensorflow: '2.21.0' })]) {
      await writeFile(record, text)
      expect(await tensorflowEngine.unavailable()).toMatch(
        /engine install tensorflow` provides it$/,
      )
    }
    expect(await remove()).toBeGreaterThan(0)
    expect(await remove()).toBeUndefined()
  })

  it.each([
    ['no-such-python', /neither a folder nor a Python that runs/],
    ['no-such.whl', /there is no wheel/],
    ['.', /has no TensorFlow with libtensorflow_cc/],
  ])('refuses --from %s', async (from, message) => {
    vi.stubEnv('CXX', process.execPath)
    await expect(install({ from: join(folder, from) }, silent)).rejects.toThrow(message)
  })

  it('refuses and deletes a wheel with another hash', async () => {
    const path = join(folder, 'a.whl')
    await writeFile(path, 'not TensorFlow')
    const [wheel] = wheelsFor('cpu', '2.21.0', 'linux', 'x64')
    if (wheel === undefined) throw new Error('no wheel')
    // printf 'not TensorFlow' | sha256sum
    await expect(verify(path, wheel)).rejects.toThrow(
      /5dff4add.*was expected; the file was deleted/,
    )
    await expect(verify(path, wheel)).rejects.toThrow(/ENOENT/)
  })

  it('refuses a disk that is too small before it writes', async () => {
    await mkdir(enginesFolder(), { recursive: true })
    await expect(assertSpace(1e18)).rejects.toThrow(
      /needs 1000000000.0 GB and has .* free; make room/,
    )
    await expect(assertSpace(1)).resolves.toBeUndefined()
  })

  it('knows which platforms have a wheel', () => {
    expect(() => wheelsFor('cpu', '2.21.0', 'win32', 'x64')).toThrow(/portable.*WSL/)
    expect(() => wheelsFor('gpu', '2.21.0', 'darwin', 'arm64')).toThrow(/CUDA/)
    expect(wheelsFor('cpu', '2.21.0', 'linux', 'arm64')[0]?.platform).toBe('manylinux_2_27_aarch64')
    const gpu = wheelsFor('gpu', '2.21.0', 'linux', 'x64')
    expect(gpu[0]?.package).toBe('tensorflow')
    expect(gpu.map((wheel) => wheel.package)).toContain('nvidia-cudnn-cu12')
    expect(gpu.every((wheel) => wheel.pin?.sha256.length === 64)).toBe(true)
  })

  it('unpacks libraries and headers only', () => {
    expect(isNeeded('tensorflow/libtensorflow_cc.so.2')).toBe(true)
    expect(isNeeded('tensorflow/include/tensorflow/c/eager/c_api.h')).toBe(true)
    expect(isNeeded('nvidia/cudnn/lib/libcudnn.so.9')).toBe(true)
    expect(isNeeded('tensorflow/python/_pywrap_tfe.so')).toBe(false)
    expect(isNeeded('tensorflow/include/external/eigen/Eigen/Core')).toBe(false)
  })

  it('refuses to change an addon whose source is another', () => {
    expect(() => listAttributes('int main() {}')).toThrow(/TF_ATTR_STRING/)
  })

  it('removes nothing where nothing is', async () => {
    expect(await remove()).toBeUndefined()
  })

  it('lets one install at a time work', async () => {
    const order: string[] = []
    let waited = false
    let start: () => void = () => undefined
    const started = new Promise<void>((resolve) => (start = resolve))
    let finish: () => void = () => undefined
    const finished = new Promise<void>((resolve) => (finish = resolve))
    const first = withLock(
      () => undefined,
      async () => {
        start()
        await finished
        order.push('first')
      },
    )
    await started
    const onWait = () => {
      waited = true
      finish()
    }
    await withLock(onWait, () => Promise.resolve(order.push('second')))
    await first
    expect(waited).toBe(true)
    expect(order).toEqual(['first', 'second'])
  })

  it('takes the lock of a process that died', async () => {
    const lock = join(enginesFolder(), 'install.lock')
    await mkdir(lock, { recursive: true })
    const longAgo = new Date('2020-01-01')
    await utimes(lock, longAgo, longAgo)
    const wait = vi.fn()
    expect(await withLock(wait, () => Promise.resolve('mine'))).toBe('mine')
    expect(wait).not.toHaveBeenCalled()
  })

  describe("the project's own package", () => {
    const manifest = (version: string) =>
      writeFile(join(folder, 'package.json'), JSON.stringify({ version }))
    const addon = () => join(folder, 'lib', 'napi-v8', 'tfjs_binding.node')

    it('needs the version that genspec knows', async () => {
      await manifest('1.0.0')
      expect(await inspectPackage(folder)).toEqual({
        problem: '@tensorflow/tfjs-node-gpu is 1.0.0, and genspec needs 4.22.0',
      })
    })

    it('needs its native part', async () => {
      await manifest(packageVersion)
      const { problem } = (await inspectPackage(folder)) as { problem: string }
      expect(problem).toMatch(/lacks its native part/)
    })

    it('needs a native part that loads', async () => {
      await manifest(packageVersion)
      await mkdir(join(folder, 'lib', 'napi-v8'), { recursive: true })
      await symlink(join(folder, 'package.json'), addon())
      const { problem } = (await inspectPackage(folder)) as { problem: string }
      expect(problem).toMatch(/does not load \(/)
    })
  })
})
