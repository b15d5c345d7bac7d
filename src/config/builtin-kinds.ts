/** @file The built-in kinds, to which a project adds its own. */

import { kernel } from '../computations/kernel-machines/computation.js'
import { labels } from '../computations/labels.js'
import { firstEpoch } from '../computations/memorization/first-epoch.js'
import { gaussianCloud } from '../computations/theory/gaussian-cloud.js'
import { interpolator } from '../computations/theory/interpolator.js'
import { linearInterpolation } from '../computations/theory/linear-interpolation.js'
import { reluMatrix } from '../computations/theory/relu-matrix.js'
import { brightness, contrast, hue, saturation } from '../data/augmentations/color.js'
import { randomCrop } from '../data/augmentations/crop.js'
import { randomFlip, randomRotation } from '../data/augmentations/geometry.js'
import { add } from '../data/corruptions/add.js'
import { flip } from '../data/corruptions/flip.js'
import { permute } from '../data/corruptions/permute.js'
import { relabel } from '../data/corruptions/relabel.js'
import { replace } from '../data/corruptions/replace.js'
import { cifar10, cifar100 } from '../data/datasets/cifar.js'
import { folder } from '../data/datasets/folder.js'
import { imagenet } from '../data/datasets/imagenet.js'
import { mnist10k } from '../data/datasets/mnist-10k.js'
import { fashionMnist, mnist } from '../data/datasets/mnist.js'
import { npz } from '../data/datasets/npz.js'
import { shapes } from '../data/datasets/shapes.js'
import { crop } from '../data/preprocessing/crop.js'
import { flatten as flattenImages } from '../data/preprocessing/flatten.js'
import { grayscale } from '../data/preprocessing/grayscale.js'
import { resize } from '../data/preprocessing/resize.js'
import { standardize } from '../data/preprocessing/standardize.js'
import { zca } from '../data/preprocessing/zca.js'
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
  gaussianCloud,
  interpolator,
  kernel,
  firstEpoch,
  labels,
  linearInterpolation,
  reluMatrix,
  cifar10,
  cifar100,
  fashionMnist,
  folder,
  imagenet,
  mnist,
  mnist10k,
  npz,
  shapes,
  crop,
  flattenImages,
  grayscale,
  resize,
  standardize,
  zca,
  add,
  flip,
  permute,
  relabel,
  replace,
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
  randomCrop,
  randomFlip,
  randomRotation,
  brightness,
  contrast,
  saturation,
  hue,
  ...metrics,
])
