/** @file A window that moves over an image: the geometry of convolution and pooling. */

/**
 * The layout that the TypeScript side writes: 32-bit numbers in this order. Images are stored
 * [batch, height, width, channels].
 */
@unmanaged
export class Window {
  batch: i32
  inHeight: i32
  inWidth: i32
  inChannels: i32
  outHeight: i32
  outWidth: i32
  outChannels: i32
  height: i32
  width: i32
  strideHeight: i32
  strideWidth: i32
  dilationHeight: i32
  dilationWidth: i32
  top: i32
  left: i32
}

@inline
export function windowAt(address: usize): Window {
  return changetype<Window>(address)
}
