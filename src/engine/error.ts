/** @file Errors of engines, with messages for the user. */

/** No engine can run here, or the requested one cannot. The message says what to do. */
export class EngineError extends Error {}

/** An operation did not fit into the device's memory; the engine still works. */
export class OutOfMemoryError extends EngineError {}

/** The device was lost, for example in a reset of its driver; a new process can use it again. */
export class DeviceLostError extends EngineError {}
