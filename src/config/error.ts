/** A config that cannot be used; the message names the file and the reason. */
export class ConfigError extends Error {}
