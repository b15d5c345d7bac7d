/** @file The momentum step in place, as one TensorFlow operation for each weight. */

import type { DataId, Tensor, TensorInfo, Variable } from '@tensorflow/tfjs-core'
import type { TensorFlow } from '../engine.js'
import type { Operations } from '../operations.js'
import type { NodeBackend } from './backend.js'
import { attributes } from './backend.js'

/** The name for which TensorFlow makes a resource that lives as long as its handle. */
const anonymous = 'cd2c89b7-88b7-44c8-ad83-06c2a9158347'

/**
 * TensorFlow updates *resources* in place. Each variable's tensor shares its memory with a resource.
 * TensorFlow copies memory before a write if it has another holder, so the tensor releases the memory
 * for the duration of the update.
 */
export function momentumUpdate(tf: TensorFlow, backend: NodeBackend): Operations['momentum'] {
  const { binding, tensorMap } = backend
  const { type, bool, shape, string, floats } = attributes(binding)
  const float = type('dtype', binding.TF_FLOAT)
  /** The resource's handle of each variable's data. */
  const resources = new WeakMap<DataId, number>()

  const dispose = backend.disposeData.bind(backend)
  backend.disposeData = (dataId, force) => {
    const gone = dispose(dataId, force)
    const handle = resources.get(dataId)
    if (gone && handle !== undefined) {
      binding.deleteTensor(handle)
      resources.delete(dataId)
    }
    return gone
  }

  function resourceOf(variable: Variable): number {
    const known = resources.get(variable.dataId)
    if (known !== undefined) return known
    const made = binding.executeOp(
      'VarHandleOp',
      [
        float,
        shape('shape', variable.shape),
        string('shared_name', anonymous),
        string('container', ''),
      ],
      [],
      1,
    )
    const handle = onlyId(made)
    binding.executeOp('AssignVariableOp', [float], [handle, idOf(variable)], 0)
    resources.set(variable.dataId, handle)
    return handle
  }

  const idOf = (tensor: TensorInfo) =>
    onlyId(backend.getInputTensorIds([tensor]).map((id) => ({ id })))

  /** Clones share a variable's data and must keep the value of the time when they were made. */
  function unshare(variable: Variable): void {
    if (tensorMap.get(variable.dataId).refCount === 1) return
    const copy = tf.mul(variable as Tensor, 1)
    variable.assign(copy)
    copy.dispose()
  }

  const constants: Partial<Record<'rate' | 'momentum', { value: number; tensor: Tensor }>> = {}
  function constant(name: 'rate' | 'momentum', value: number): Tensor {
    const known = constants[name]
    if (known?.value === value) return known.tensor
    known?.tensor.dispose()
    const tensor = tf.keep(tf.scalar(value))
    constants[name] = { value, tensor }
    return tensor
  }

  return (weight, velocity, gradient, { rate, momentum, nesterov }) => {
    const variables = [weight, velocity]
    variables.forEach(unshare)
    const handles = variables.map(resourceOf)
    for (const variable of variables) binding.deleteTensor(tensorMap.get(variable.dataId).id)
    const settings = [floats, bool('use_nesterov', nesterov), bool('use_locking', false)]
    const inputs = [constant('rate', rate), gradient, constant('momentum', momentum)].map(idOf)
    try {
      binding.executeOp('ResourceApplyMomentum', settings, [...handles, ...inputs], 0)
    } finally {
      variables.forEach((variable, index) => {
        const read = binding.executeOp('ReadVariableOp', [float], [handles[index] ?? -1], 1)
        tensorMap.get(variable.dataId).id = onlyId(read)
      })
    }
  }
}

function onlyId([output]: readonly { id: number }[]): number {
  if (output === undefined) throw new Error('TensorFlow gave no output')
  return output.id
}
