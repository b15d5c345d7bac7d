/** @file The failure of a function that a project's own kind brings. */

/** The message names the kind, its function, what went wrong and where. */
export class KindError extends Error {}
