import { describe, expect, it } from 'vitest'
import { type Adapter, chooseAdapter } from '../../../src/engine/webgpu/adapters.js'

const adapter = (name: string, software = false): Adapter => ({
  ...{ name, software, backend: 'vulkan', vendor: '', architecture: '', description: '' },
  largestBuffer: 2 ** 30,
})
const [processor, card, other] = [
  adapter('llvmpipe', true),
  adapter('NVIDIA H100'),
  adapter('NVIDIA A2'),
]
const all = [processor, card, other]

describe('the adapter of a run', () => {
  it('is the first GPU, and software only if there is nothing else', () => {
    expect(chooseAdapter(all, undefined)).toBe(card)
    expect(chooseAdapter([processor], undefined)).toBe(processor)
    expect(chooseAdapter(all, '')).toBe(card)
  })

  it('is the one that the user names, by its number or a part of its name', () => {
    expect(chooseAdapter(all, '2')).toBe(other)
    expect(chooseAdapter(all, 'h100')).toBe(card)
    expect(chooseAdapter(all, 'LLVM')).toBe(processor)
  })

  it.each([
    ['nvidia', 'names several adapters of WebGPU; choose one of 0: llvmpipe, 1: NVIDIA H100'],
    ['3', 'names no adapter of WebGPU; choose one of 0: llvmpipe'],
    ['-1', 'names no adapter'],
  ])('is never a guess: %s', (device, message) => {
    expect(chooseAdapter(all, device)).toContain(message)
  })

  it('is missing where there is no driver, with the remedy', () => {
    expect(chooseAdapter([], undefined)).toMatch(
      /WebGPU finds no adapter here; (install|update) the/,
    )
  })
})
