/** A lock that cannot be read; the message says what is wrong with it. */
export class LockError extends Error {}
