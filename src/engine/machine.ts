/** @file The memory and the processors that the process may use. */

import { readFileSync } from 'node:fs'
import { availableParallelism, totalmem } from 'node:os'
import { dirname, join } from 'node:path'

/** The share of the machine's memory, and of the device's, that a split of a dataset may take. */
export const splitShare = 0.4

/** The machine's memory in bytes, or a container's smaller limit. */
export function machineMemory(): number {
  const limit = process.constrainedMemory?.() ?? 0
  return limit > 0 && limit < totalmem() ? limit : totalmem()
}

/** The number of processors that the process may use; a container's quota is rounded down. */
export function machineCores(): number {
  return Math.max(1, Math.min(availableParallelism(), Math.floor(processorQuota())))
}

/**
 * The smallest quota of the process' control group and its ancestors, in processors; Infinity without a quota.
 * Node itself reads it from version 22 on, for control groups of version 2.
 * @param root root of the file system; tests pass another folder
 */
export function processorQuota(root = '/'): number {
  const mount = join(root, 'sys', 'fs', 'cgroup')
  const memberships = read(join(root, 'proc', 'self', 'cgroup'))?.split('\n') ?? []
  const quotas = memberships.flatMap((line) => {
    const [, controllers = '', ...path] = line.split(':')
    if (controllers === '') return groupsAbove(mount, path.join(':')).map(quota2)
    if (!controllers.split(',').includes('cpu')) return []
    return groupsAbove(join(mount, controllers), path.join(':')).map(quota1)
  })
  return Math.min(Infinity, ...quotas)
}

/** The folders of a control group and of its ancestors. A container sees its group as the root. */
function groupsAbove(mount: string, path: string): string[] {
  const group = join(mount, path)
  return group === mount || path === '/' || path === ''
    ? [mount]
    : [group, ...groupsAbove(mount, dirname(path))]
}

/** Reads cpu.max: microseconds of processor time, or `max`, and the period in microseconds. */
function quota2(group: string): number {
  const [time, period] = read(join(group, 'cpu.max'))?.split(' ') ?? []
  return quotient(time, period)
}

function quota1(group: string): number {
  return quotient(read(join(group, 'cpu.cfs_quota_us')), read(join(group, 'cpu.cfs_period_us')))
}

function quotient(time: string | undefined, period: string | undefined): number {
  const processors = Number(time) / Number(period)
  return processors > 0 ? processors : Infinity
}

function read(file: string): string | undefined {
  try {
    return readFileSync(file, 'utf8').trim()
  } catch {
    return undefined
  }
}
