/** @file The words that open a block. */

export const blockKinds = [
  'paper',
  'dataset',
  'corruption',
  'module',
  'model',
  'training',
  'experiment',
  'claim',
  'profile',
] as const

export type BlockKind = (typeof blockKinds)[number]
