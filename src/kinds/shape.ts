/** @file Shapes of what flows through a model. */

/** Height, width, channels of an image, or the one length of a vector; the batch is left out. */
export type Shape = number[]

export function elements(shape: Shape): number {
  return shape.reduce((product, length) => product * length, 1)
}

/** `28x28x3` */
export function formatShape(shape: Shape): string {
  return shape.join('x')
}

/** A layer or a preprocessing step cannot take the input it is given; the message says what it needs. */
export class ShapeError extends Error {
  override name = 'ShapeError'

  /** A project's config has a copy of this module of its own. */
  static override [Symbol.hasInstance](error: unknown): boolean {
    return error instanceof Error && error.name === 'ShapeError'
  }
}
