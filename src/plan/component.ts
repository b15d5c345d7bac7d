/** @file A component of a run's key, as text. */

/** The part that a component belongs to: a declaration of the spec, the claim, or the surroundings of the spec. */
export type Part =
  | 'dataset'
  | 'data'
  | 'corruption'
  | 'model'
  | 'training'
  | 'computation'
  | 'trainer'
  | 'seed'
  | 'engine'

export interface Component {
  part: Part
  /** The first word of the statement that sets it. */
  head: string
  /** Text in the syntax of a spec: `batch 128`. */
  words: string
}
