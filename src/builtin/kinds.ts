/** @file The kinds that come with genspec; a project's own are registered beside them. */

import { add } from '../data/corruptions/add.js'
import { flip } from '../data/corruptions/flip.js'
import { permute } from '../data/corruptions/permute.js'
import { relabel } from '../data/corruptions/relabel.js'
import { replace } from '../data/corruptions/replace.js'
import { cifar10, cifar100 } from '../data/datasets/cifar.js'
import { mnist10k } from '../data/datasets/mnist-10k.js'
import { fashionMnist, mnist } from '../data/datasets/mnist.js'
import { crop } from '../data/preprocessing/crop.js'
import { flatten as flattenImages } from '../data/preprocessing/flatten.js'
import { grayscale } from '../data/preprocessing/grayscale.js'
import { resize } from '../data/preprocessing/resize.js'
import { standardize } from '../data/preprocessing/standardize.js'
import { zca } from '../data/preprocessing/zca.js'
import { Registry } from '../kinds/registry.js'
import { dense } from '../models/layers/dense.js'
import { flatten } from '../models/layers/flatten.js'
import { relu } from '../models/layers/relu.js'
import { metrics } from '../training/metrics.js'
import { sgd } from '../training/optimizers/sgd.js'
import { times } from '../training/schedules/times.js'

export const builtinRegistry = new Registry([
  cifar10,
  cifar100,
  fashionMnist,
  mnist,
  mnist10k,
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
  relu,
  sgd,
  times,
  ...metrics,
])
