/** @file What goes wrong with engines, in words for the user. */

/** No engine can run here, or not the one that was asked for. The message says what to do. */
export class EngineError extends Error {}

/** An operation found no room in the device's memory; the engine goes on working. */
export class OutOfMemoryError extends EngineError {}

/** The device went away, as after a driver's reset; a new process can use it again. */
export class DeviceLostError extends EngineError {}
