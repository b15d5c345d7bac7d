import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { processorQuota } from '../../src/engine/machine.js'

/** A file system with only these files, laid out like Linux control groups. */
let root = ''
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'genspec-machine-'))
})
afterEach(() => rmSync(root, { recursive: true }))

function quotaWith(files: Record<string, string>): number {
  for (const [path, text] of Object.entries(files)) {
    const file = join(root, path)
    mkdirSync(dirname(file), { recursive: true })
    writeFileSync(file, text)
  }
  return processorQuota(root)
}

describe("a container's quota of processor time", () => {
  it('is nothing where there are no control groups', () => {
    expect(quotaWith({})).toBe(Infinity)
  })

  it('version 2: of a container, whose own group is the root', () => {
    const files = { 'proc/self/cgroup': '0::/\n', 'sys/fs/cgroup/cpu.max': '150000 100000\n' }
    expect(quotaWith(files)).toBe(1.5)
  })

  it('version 2: the least of the group and those above it, `max` being none', () => {
    const files = {
      'proc/self/cgroup': '0::/user.slice/job.scope\n',
      'sys/fs/cgroup/user.slice/job.scope/cpu.max': 'max 100000\n',
      'sys/fs/cgroup/user.slice/cpu.max': '400000 100000\n',
    }
    expect(quotaWith(files)).toBe(4)
  })

  it('version 1: of the group that the controller has, -1 being none', () => {
    const files = {
      'proc/self/cgroup': '3:cpuset:/\n2:cpu,cpuacct:/docker/1f\n0::/\n',
      'sys/fs/cgroup/cpu,cpuacct/docker/1f/cpu.cfs_quota_us': '50000\n',
      'sys/fs/cgroup/cpu,cpuacct/docker/1f/cpu.cfs_period_us': '25000\n',
      'sys/fs/cgroup/cpu,cpuacct/cpu.cfs_quota_us': '-1\n',
      'sys/fs/cgroup/cpu,cpuacct/cpu.cfs_period_us': '100000\n',
    }
    expect(quotaWith(files)).toBe(2)
  })
})
