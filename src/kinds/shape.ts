/** @file Shapes of a model's values. */

/** Height, width, channels of an image, or the length of a vector; without the batch. */
export type Shape = number[]

export function elements(shape: Shape): number {
  return shape.reduce((product, length) => product * length, 1)
}

/** Formats a shape as `28x28x3`. */
export function formatShape(shape: Shape): string {
  return shape.join('x')
}

/** A layer or a preprocessing step cannot take its input; the message names the requirement. */
export class ShapeError extends Error {
  override name = 'ShapeError'

  /** A project's config has a separate copy of this class, so `instanceof` compares by name. */
  static override [Symbol.hasInstance](error: unknown): boolean {
    return error instanceof Error && error.name === 'ShapeError'
  }
}
