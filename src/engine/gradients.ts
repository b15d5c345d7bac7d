/** @file Gradients that free memory as the backward pass proceeds. */

import type { NamedTensorMap, Tensor } from '@tensorflow/tfjs-core'
import type { TensorFlow } from './engine.js'

/** An entry of TensorFlow.js' tape: one recorded operation. */
interface TapeNode {
  inputs: NamedTensorMap
  outputs: Tensor[]
  gradient?: (this: TapeNode, dys: (Tensor | undefined)[]) => Record<string, () => Tensor>
  saved?: Tensor[]
}

/**
 * Makes a `tf.variableGrads` that disposes of each operation's saved tensors, and of the gradient of its
 * output, as soon as the operation is differentiated. TensorFlow.js keeps all of them to the end, which
 * takes about twice the memory.
 */
export function frugalVariableGrads(tf: TensorFlow): TensorFlow['variableGrads'] {
  const { state } = tf.engine() as unknown as { state: { activeTape: TapeNode[] | null } }
  return (f, variables) => {
    try {
      return tf.variableGrads(() => {
        const loss = f()
        for (const node of state.activeTape ?? []) {
          if (node.gradient !== undefined) node.gradient = releasing(tf, node.gradient)
        }
        return loss
      }, variables)
    } catch (error) {
      // TensorFlow.js keeps the tape of a failed step.
      for (const { saved = [] } of state.activeTape ?? []) tf.dispose(saved)
      state.activeTape = null
      throw error
    }
  }
}

function releasing(
  tf: TensorFlow,
  gradient: NonNullable<TapeNode['gradient']>,
): NonNullable<TapeNode['gradient']> {
  // TensorFlow.js calls this on a copy of the node that has only those inputs that need a gradient.
  return function (dys) {
    const taken = tf.tidy(() => {
      const byInput = gradient.call(this, dys)
      const entries = Object.keys(this.inputs).map((name) => {
        const dx = byInput[name]?.()
        if (dx === undefined) throw new Error(`no gradient for the input ${name}`)
        return [name, dys.includes(dx) ? tf.clone(dx) : dx] as const
      })
      return Object.fromEntries(entries)
    })
    for (const tensor of [...dys, ...(this.saved ?? [])]) tensor?.dispose()
    return Object.fromEntries(Object.entries(taken).map(([name, dx]) => [name, () => dx]))
  }
}
