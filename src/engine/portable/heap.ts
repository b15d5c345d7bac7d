/** @file The shared WebAssembly memory and its allocator: best fit by size class, neighbours merged when freed. */

const PAGE = 65_536
const MAX_PAGES = 65_536
const ALIGNMENT = 64
/** The first byte after the module's static data and the control words of the worker pool. */
const HEAP_START = PAGE
/** The memory grows by at least this many bytes, so that it stops growing after a few steps of a run. */
const GROWTH = 16 * 1024 * 1024

declare const address: unique symbol
/** The offset of a block in the memory, in bytes. */
export type Address = number & { readonly [address]: true }

/** The null address, for an argument that is absent. */
export const NOWHERE = 0 as Address

export function later(address: Address, bytes: number): Address {
  return (address + bytes) as Address
}

interface Block {
  address: number
  size: number
  free: boolean
  previous: Block | undefined
  next: Block | undefined
}

/** The memory is full: `what` needed `bytes` more while `used` bytes were in use. */
export class OutOfMemory extends Error {
  constructor(
    readonly what: string,
    readonly bytes: number,
    readonly used: number,
    options?: ErrorOptions,
  ) {
    super(`out of memory: ${what} needs ${bytes} bytes, and ${used} are in use`, options)
  }
}

/** Returns the size class of a block; there are four for each power of two. */
function sizeClass(size: number): number {
  const exponent = Math.floor(Math.log2(size))
  return exponent * 4 + Math.floor((size / 2 ** exponent - 1) * 4)
}

export class Heap {
  readonly memory: WebAssembly.Memory
  /** Bytes in blocks that are in use. */
  used = 0
  /** The largest value of `used` so far. */
  peak = 0
  private readonly free = Array.from({ length: 4 * 33 }, () => new Set<Block>())
  private readonly blocks = new Map<number, Block>()
  private last: Block | undefined
  private end = HEAP_START

  /** @param maximumPages limit of the memory in pages of 64 KiB; 4 GiB except in tests */
  constructor(private readonly maximumPages = MAX_PAGES) {
    this.memory = new WebAssembly.Memory({ initial: 1, maximum: MAX_PAGES, shared: true })
  }

  /**
   * @param what the purpose of the block, for the error message
   * @returns the address of an uncleared block of `bytes` bytes, a multiple of 64
   */
  allocate(bytes: number, what: string): Address {
    const size = Math.max(ALIGNMENT, Math.ceil(bytes / ALIGNMENT) * ALIGNMENT)
    const block = this.takeFree(size) ?? this.grow(size, what)
    this.split(block, size)
    block.free = false
    this.blocks.set(block.address, block)
    this.used += block.size
    this.peak = Math.max(this.peak, this.used)
    return block.address as Address
  }

  release(address: number): void {
    let block = this.blocks.get(address)
    if (block === undefined) throw new Error(`nothing is allocated at ${address}`)
    this.blocks.delete(address)
    this.used -= block.size
    block.free = true
    const { previous, next } = block
    if (next?.free === true) {
      this.remove(next)
      this.merge(block, next)
    }
    if (previous?.free === true) {
      this.remove(previous)
      this.merge(previous, block)
      block = previous
    }
    this.add(block)
  }

  /** The size that the memory may grow to, in bytes. */
  get limit(): number {
    return this.maximumPages * PAGE
  }

  /** Bytes of memory taken from the system. */
  get size(): number {
    return this.memory.buffer.byteLength
  }

  private takeFree(size: number): Block | undefined {
    const first = sizeClass(size)
    for (const block of this.free[first] ?? []) {
      if (block.size >= size) return this.remove(block)
    }
    for (let index = first + 1; index < this.free.length; index++) {
      for (const block of this.free[index] ?? []) return this.remove(block)
    }
    return undefined
  }

  private grow(size: number, what: string): Block {
    const tail = this.last?.free === true ? this.last : undefined
    const missing = size - (tail?.size ?? 0)
    const available = this.maximumPages * PAGE - this.end
    if (missing > available) throw new OutOfMemory(what, size, this.used)
    const bytes = Math.min(Math.max(missing, GROWTH), available)
    const pages = Math.ceil((this.end + bytes) / PAGE) - this.size / PAGE
    try {
      if (pages > 0) this.memory.grow(pages)
    } catch (cause) {
      throw new OutOfMemory(what, size, this.used, { cause })
    }
    const block: Block = {
      address: this.end,
      size: this.size - this.end,
      free: true,
      previous: this.last,
      next: undefined,
    }
    if (this.last !== undefined) this.last.next = block
    this.last = block
    this.end = this.size
    if (tail === undefined) return block
    this.remove(tail)
    this.merge(tail, block)
    return tail
  }

  private split(block: Block, size: number): void {
    if (block.size - size < ALIGNMENT) return
    const rest: Block = {
      address: block.address + size,
      size: block.size - size,
      free: true,
      previous: block,
      next: block.next,
    }
    if (block.next !== undefined) block.next.previous = rest
    else this.last = rest
    block.next = rest
    block.size = size
    this.add(rest)
  }

  private merge(block: Block, next: Block): void {
    block.size += next.size
    block.next = next.next
    if (next.next !== undefined) next.next.previous = block
    else this.last = block
  }

  private add(block: Block): void {
    this.free[sizeClass(block.size)]?.add(block)
  }

  private remove(block: Block): Block {
    this.free[sizeClass(block.size)]?.delete(block)
    return block
  }
}
