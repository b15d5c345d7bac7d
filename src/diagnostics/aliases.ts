/** @file Names that other tools use, with their names in genspec. */

/** The keys have no capitals, spaces, `_` or `-`. */
const aliases: Record<string, string> = {
  acc: 'test acc',
  accuracy: 'test acc',
  trainaccuracy: 'train acc',
  trainingacc: 'train acc',
  trainingaccuracy: 'train acc',
  testaccuracy: 'test acc',
  valacc: 'test acc',
  valaccuracy: 'test acc',
  validationacc: 'test acc',
  validationaccuracy: 'test acc',
  loss: 'train loss',
  trainingloss: 'train loss',
  valloss: 'test loss',
  validationloss: 'test loss',
  trainingerror: 'train error',
  valerror: 'test error',
  errorrate: 'test error',
  parameters: 'params',
  parametercount: 'params',
  lr: 'rate',
  learningrate: 'rate',
  learning: 'rate',
  batchsize: 'batch',
  bs: 'batch',
  epochs: 'until',
  stop: 'until',
  opt: 'optimizer',
  wd: 'weight decay',
  l2: 'weight decay',
  schedule: 'rate',
  scheduler: 'rate',
  criterion: 'loss',
  dropoutrate: 'dropout',
  bn: 'batchnorm',
  batchnormalization: 'batchnorm',
  conv2d: 'conv',
  convolution: 'conv',
  fc: 'dense',
  linear: 'dense',
  fullyconnected: 'dense',
  maxpool2d: 'maxpool',
  avgpool2d: 'avgpool',
  averagepool: 'avgpool',
  globalavgpool: 'globalpool',
  cifar: 'cifar10',
  shuffle: 'shuffled pixels',
  noisylabels: 'random labels',
  labelnoise: 'random labels',
  corruptedlabels: 'random labels',
  network: 'model',
  net: 'model',
  data: 'dataset',
  train: 'training',
  function: 'module',
  import: 'use',
  momentum: 'sgd momentum 0.9',
  decay: 'times',
  exponential: 'times',
  cite: 'cites',
}

const plain = (name: string) => name.toLowerCase().replaceAll(/[\s_"'-]/g, '')

/** The known name that a name from another tool stands for, if there is one. */
export function aliasOf(name: string, known: readonly string[]): string | undefined {
  const written = plain(name)
  const same = known.find((one) => plain(one) === written)
  if (same !== undefined) return same
  const meant = Object.hasOwn(aliases, written) ? aliases[written] : undefined
  return meant !== undefined && known.includes(meant) ? meant : undefined
}
