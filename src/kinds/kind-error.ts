/** @file Failures of functions in a project's kinds. */

/**
 * A failed function of a project's kind. The message names the kind, the function, the failure and its place.
 */
export class KindError extends Error {}
