/** @file Conversion of intensities from 0 to 255 to numbers in [0, 1]. */

/** A table from byte to byte / 255. */
export const scaled = Float32Array.from({ length: 256 }, (_, byte) => byte / 255)
