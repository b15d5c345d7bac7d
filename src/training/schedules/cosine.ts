import { defineSchedule } from '../../kinds/optimizer.js'
import { choice, fraction, number } from '../../kinds/parameter.js'

/** Decreases the rate at each step along half a cosine, to `end` times the rate: `rate 0.1 cosine over 200 epochs`. */
export const cosine = defineSchedule({
  name: 'cosine',
  summary: 'half a cosine',
  source: 'Loshchilov and Hutter 2017, equation 5, without restarts',
  parameters: {
    over: number({ doc: 'how long it takes; then the rate stays', named: true, min: 0 }),
    units: choice(['epochs', 'steps'], { doc: 'what is counted', default: 'epochs' }),
    end: fraction({ doc: 'share of the rate that is left', named: true, default: 0 }),
  },
  factor({ over, units, end }, { step, stepsPerEpoch }) {
    const total = units === 'epochs' ? over * stepsPerEpoch : over
    const done = total === 0 ? 1 : Math.min(1, step / total)
    return end + ((1 - end) * (1 + Math.cos(Math.PI * done))) / 2
  },
})
