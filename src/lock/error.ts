/** A lock that cannot be read; the message names the fault. */
export class LockError extends Error {}
