/** @file The kinds that come with genspec; a project's own are registered beside them. */

import { relabel } from '../data/corruptions/relabel.js'
import { cifar10 } from '../data/datasets/cifar10.js'
import { mnist10k } from '../data/datasets/mnist-10k.js'
import { crop } from '../data/preprocessing/crop.js'
import { standardize } from '../data/preprocessing/standardize.js'
import { Registry } from '../kinds/registry.js'
import { concat, residual } from '../models/combinations.js'
import { activations } from '../models/layers/activations.js'
import { batchnorm } from '../models/layers/batchnorm.js'
import { conv } from '../models/layers/conv.js'
import { dense } from '../models/layers/dense.js'
import { depthwise, separable } from '../models/layers/depthwise.js'
import { dropout } from '../models/layers/dropout.js'
import { flatten } from '../models/layers/flatten.js'
import { layernorm } from '../models/layers/layernorm.js'
import { lrn } from '../models/layers/lrn.js'
import { avgpool, globalpool, maxpool } from '../models/layers/pooling.js'
import { losses } from '../training/losses.js'
import { metrics } from '../training/metrics.js'
import { adam, adamw } from '../training/optimizers/adam.js'
import { rmsprop } from '../training/optimizers/rmsprop.js'
import { sgd } from '../training/optimizers/sgd.js'
import { cosine } from '../training/schedules/cosine.js'
import { drop, step } from '../training/schedules/step.js'
import { times } from '../training/schedules/times.js'

export const builtinRegistry = new Registry([
  cifar10,
  mnist10k,
  crop,
  standardize,
  relabel,
  flatten,
  dense,
  conv,
  depthwise,
  separable,
  maxpool,
  avgpool,
  globalpool,
  batchnorm,
  layernorm,
  lrn,
  dropout,
  ...activations,
  concat,
  residual,
  sgd,
  adam,
  adamw,
  rmsprop,
  times,
  step,
  drop,
  cosine,
  ...losses,
  ...metrics,
])
