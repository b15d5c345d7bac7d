/** @file Every kernel of the portable engine, by family. */

export {
  convolve,
  convolveFilterGradient,
  packFilter,
  rotateFilter,
  spreadPatches,
  sumParts,
} from './convolution'
export { copyRows } from './copy'
export { matmul } from './matmul'
export { winograd, winogradFilter, winogradFilterGradient, winogradFilterSum } from './winograd'
