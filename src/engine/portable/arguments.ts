/** @file Named arguments of the WebAssembly kernels, typed by what the compiler of assembly/ exports. */

import type { Address } from './heap.js'
import { type codes, signatures } from './signatures.js'

type Signatures = typeof signatures
type Codes = typeof codes

/** A value of an enum of assembly/. */
export type Code<Enum extends keyof Codes> = Codes[Enum][keyof Codes[Enum]]

type ArgumentTypes = { [Enum in keyof Codes]: Code<Enum> } & {
  Address: Address
  Flag: boolean
  usize: number
  i32: number
  f32: number
  f64: number
}

export type KernelName = keyof Signatures

/** All arguments of a kernel except its range of tasks and its scratch. */
export type KernelArguments<Name extends KernelName> = {
  [Parameter in keyof Signatures[Name]]: Signatures[Name][Parameter] extends keyof ArgumentTypes
    ? ArgumentTypes[Signatures[Name][Parameter]]
    : never
}

const parameters = new Map(
  Object.entries(signatures).map(([name, types]) => [name, Object.keys(types)]),
)

/** Puts the arguments in the order of the kernel's parameters. */
export function inOrder<Name extends KernelName>(
  name: Name,
  given: KernelArguments<Name>,
): number[] {
  const values = given as Readonly<Record<string, number | boolean>>
  return (parameters.get(name) ?? []).map((parameter) => Number(values[parameter]))
}
