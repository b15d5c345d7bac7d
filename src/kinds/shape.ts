/** @file Shapes of what flows through a model. */

/** Height, width, channels of an image, or the length of a vector; without the batch. */
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

  /** A project's config has a separate copy of this module. */
  static override [Symbol.hasInstance](error: unknown): boolean {
    return error instanceof Error && error.name === 'ShapeError'
  }
}
