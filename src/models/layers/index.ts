/** @file The built-in layers. */

import { dense } from './dense.js'
import { flatten } from './flatten.js'
import { relu } from './relu.js'

export const layers = [dense, flatten, relu]
