/** @file The folder that `GENSPEC_DATA` names: datasets in their published layout. */

export function dataFolder(): string | undefined {
  return process.env['GENSPEC_DATA'] || undefined
}
