/** @file Every kernel of the portable engine, by family. */

export {
  convolve,
  convolveFilterGradient,
  packFilter,
  rotateFilter,
  spreadPatches,
  sumParts,
} from './convolution'
export { argMax, compare, convert } from './comparison'
export { copyRows, gatherRows } from './copy'
export { depthwise, depthwiseFilterGradient, depthwiseInputGradient } from './depthwise'
export { matmul } from './matmul'
export { winograd, winogradFilter } from './winograd'
export { winogradFilterGradient, winogradFilterSum } from './winograd-gradient'
export { binary, fill, unary } from './elementwise'
export { crossEntropy, crossEntropyGradient } from './loss'
export { lrn, lrnGradient } from './lrn'
export {
  momentParts,
  momentsOf,
  normalize,
  normalizeGradients,
  normalizeInputGradient,
} from './normalization'
export { adam, momentum } from './optimizer'
export { maxPoolGradient, meanPoolGradient, pool } from './pool'
export { reduceFinish, reduceParts } from './reduce'
