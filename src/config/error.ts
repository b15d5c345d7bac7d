/** The config cannot be used; the message says why and names the file. */
export class ConfigError extends Error {}
