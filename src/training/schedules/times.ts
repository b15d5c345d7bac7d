import { defineSchedule } from '../../kinds/optimizer.js'
import { choice, number } from '../../kinds/parameter.js'

/** rate = initial * factor^n after n epochs (or steps): `rate 0.01 times 0.95 each epoch`. */
export const times = defineSchedule({
  name: 'times',
  summary: 'exponential decay',
  parameters: {
    factor: number({ doc: 'what the rate is multiplied by', min: 0, max: 1 }),
    each: choice(['epoch', 'step'], { doc: 'how often', named: true, default: 'epoch' }),
  },
  factor: ({ factor, each }, progress) => factor ** progress[each],
})
