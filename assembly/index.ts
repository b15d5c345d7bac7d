/** @file Every kernel of the portable engine, by family. */

export { matmul } from './matmul'
