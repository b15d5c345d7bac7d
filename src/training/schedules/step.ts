import { defineSchedule } from '../../kinds/optimizer.js'
import { choice, integer, number, numbers } from '../../kinds/parameter.js'

const units = choice(['epochs', 'steps'], { doc: 'what is counted', default: 'epochs' })

/** `rate 0.1 step 0.1 every 30 epochs`: multiplies the rate by the factor after each such period. */
export const step = defineSchedule({
  name: 'step',
  summary: 'a drop at regular intervals',
  parameters: {
    factor: number({ doc: 'what the rate is multiplied by', min: 0 }),
    every: integer({ doc: 'from drop to drop', named: true, min: 1 }),
    units,
  },
  factor: ({ factor, every, units }, { epoch, step }) =>
    factor ** Math.floor((units === 'epochs' ? epoch : step) / every),
})

/** `rate 0.1 drop 0.1 at [150, 225] epochs`: multiplies the rate by the factor after each of these epochs. */
export const drop = defineSchedule({
  name: 'drop',
  summary: 'drops at given epochs',
  parameters: {
    factor: number({ doc: 'what the rate is multiplied by', min: 0 }),
    at: numbers({ doc: 'after how many epochs or steps', named: true }),
    units,
  },
  factor: ({ factor, at, units }, { epoch, step }) =>
    factor ** at.filter((drop) => (units === 'epochs' ? epoch : step) >= drop).length,
})
