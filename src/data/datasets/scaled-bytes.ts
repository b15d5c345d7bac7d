/** @file Intensities of 0 to 255 as numbers in [0, 1]. */

/** By byte: byte / 255. */
export const scaled = Float32Array.from({ length: 256 }, (_, byte) => byte / 255)
