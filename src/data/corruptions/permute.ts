import { defineCorruptionStep } from '../../kinds/dataset.js'
import { choice } from '../../kinds/parameter.js'
import { type Shape, elements } from '../../kinds/shape.js'
import { RandomStream, deriveKey } from '../../random/key.js'

const groupings = ['channels together', 'per channel', 'channels mixed'] as const

/**
 * Rearranges the pixels of each image by a uniformly drawn permutation. `same for all images` draws one for
 * both splits; `each image anew` draws an independent one for every image.
 *
 * The paper does not say whether the channels of a pixel move together. By default they do; `per channel` draws
 * a permutation for each channel; `channels mixed` draws one of all values, the only option that breaks up the
 * colours of an image.
 */
export const permute = defineCorruptionStep({
  name: 'permute',
  summary: 'moves pixels to other places at random',
  source: 'Zhang et al. 2017, section 2.1',
  parameters: {
    what: choice(['pixels'], { doc: 'what is moved', default: 'pixels' }),
    draw: choice(['same for all images', 'each image anew'], {
      doc: 'one permutation, or one for every image',
      default: 'same for all images',
    }),
    channels: choice(groupings, {
      doc: 'whether the channels of a pixel stay together',
      default: 'channels together',
    }),
  },

  repaint({ draw, channels }, { shape, key, sharedKey }) {
    if (draw === 'same for all images') {
      const order = drawOrder(new RandomStream(sharedKey), channels, shape)
      return (from, to) => rearrange(order, from, to)
    }
    return (from, to, index) => {
      const stream = new RandomStream(deriveKey(key, `image ${index}`))
      rearrange(drawOrder(stream, channels, shape), from, to)
    }
  },
})

/** For each value of the result, the index of the value that moves there. */
function drawOrder(
  stream: RandomStream,
  grouping: (typeof groupings)[number],
  shape: Shape,
): Int32Array {
  const length = elements(shape)
  const channels = grouping === 'channels mixed' ? 1 : (shape[2] ?? 1)
  const pixels = length / channels
  const together = stream.permutation(pixels)
  const order = new Int32Array(length)
  for (let channel = 0; channel < channels; channel++) {
    const own = grouping === 'per channel' && channel > 0 ? stream.permutation(pixels) : together
    for (let place = 0; place < pixels; place++) {
      order[place * channels + channel] = (own[place] as number) * channels + channel
    }
  }
  return order
}

function rearrange(order: Int32Array, from: Float32Array, to: Float32Array): void {
  for (let place = 0; place < order.length; place++) {
    to[place] = from[order[place] as number] as number
  }
}
