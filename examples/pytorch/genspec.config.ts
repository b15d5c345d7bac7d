import { choice, defineConfig, defineTrainer, flag, fraction, integer, number } from 'genspec'

const zhang = defineTrainer({
  name: 'zhang',
  summary: 'the experiments of Zhang et al. 2017 on CIFAR-10, in PyTorch',
  source: 'arXiv 1611.03530',
  parameters: {
    model: choice(['mlp_1x512', 'mlp_3x512', 'alexnet', 'inception', 'inception_no_bn'], {
      doc: 'which network',
    }),
    corruption: choice(
      ['true labels', 'random labels', 'shuffled pixels', 'random pixels', 'gaussian pixels'],
      { doc: 'of the training data; of pixels, the test data too', default: 'true labels' },
    ),
    share: fraction({ doc: 'of labels that are corrupted', default: 1 }),
    crop: flag({ doc: 'random crops in place of the centre' }),
    weightDecay: number({ doc: 'on all weights', default: 0, min: 0 }),
    epochs: integer({ doc: 'at most', default: 300, min: 1 }),
    trainImages: integer({ doc: 'the first of the training split', default: 50_000, max: 50_000 }),
    testImages: integer({ doc: 'the first of the test split', default: 10_000, max: 10_000 }),
  },
  measures: ['train acc', 'train loss', 'test acc', 'test loss', 'params'],
  under: ['corruption', 'share'],
  sources: ['train.py', 'requirements.txt'],
  data: ({ trainImages, testImages }) => ({ train: trainImages, test: testImages, classes: 10 }),
  // Where the data is decides no number, so it comes from the environment: CIFAR10.
  command: ({
    model,
    corruption,
    share,
    crop,
    weightDecay,
    epochs,
    trainImages,
    testImages,
    seed,
  }) => [
    ...['python', 'train.py', `--model=${model}`, `--corruption=${corruption}`, `--share=${share}`],
    ...(crop ? ['--crop'] : []),
    ...[`--weight-decay=${weightDecay}`, `--epochs=${epochs}`, `--seed=${seed}`],
    ...[`--train=${trainImages}`, `--test=${testImages}`],
  ],
})

export default defineConfig({ kinds: [zhang] })
