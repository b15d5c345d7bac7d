/** @file Diagnostics about the design of claims, before anything trains: GS4xxx. */

import { defineRule } from './rule.js'

const claim = (run: string, expectation: string) =>
  `claim c {\n  run mlp on digits with short ${run}\n  expect ${expectation}\n}`

export const noInterval = defineRule(
  {
    code: 'GS4001',
    severity: 'warning',
    title: 'a mean of one seed',
    explanation:
      'A statement about a mean is judged by the interval of that mean over seeds. One seed gives none: the verdict is the comparison of two numbers, which is wrong half of the time where the two are equal.',
    wrong: claim('over 1 seeds', 'test acc ~ chance within 5pp under random labels'),
    right: claim('over 5 seeds', 'test acc ~ chance within 5pp under random labels'),
  },
  () => ({
    message: 'one seed gives no interval, so that nothing is known of the mean',
    help: 'run several seeds: `over 5 seeds`',
  }),
)

export const hardlyDecidable = defineRule(
  {
    code: 'GS4002',
    severity: 'warning',
    title: 'seeds that will hardly decide the claim',
    explanation:
      'Two one-sided t tests show a mean to lie within a margin only if their interval fits into it. The figure is exact for values that vary from seed to seed as much as an accuracy does by the finite test set alone, and that are equal to what is claimed; where they vary more, or are not quite equal, it is smaller.',
    wrong: claim('over 3 seeds', 'test acc ~ chance within 1pp under random labels'),
    right: claim('over 20 seeds', 'test acc ~ chance within 1pp under random labels'),
  },
  (_source, _span, seeds: number, power: number, enough: number | undefined) => ({
    message: `even where this holds exactly, ${seeds} seeds show it with probability ${power.toFixed(2)} only`,
    help:
      enough === undefined
        ? 'widen the margin'
        : `${enough} seeds show it with probability 0.8; or widen the margin`,
  }),
)

export const marginBelowError = defineRule(
  {
    code: 'GS4003',
    severity: 'warning',
    title: "a margin below the test set's own standard error",
    explanation:
      'An accuracy measured on n examples has the standard error sqrt(a (1 - a) / n), whatever the training does. A smaller margin asks for more than the test set can tell.',
    wrong: claim('over 5 seeds', 'test acc ~ chance within 0.5pp under random labels'),
    right: claim('over 5 seeds', 'test acc ~ chance within 5pp under random labels'),
  },
  (_source, _span, margin: string, error: string, examples: number) => ({
    message: `the margin ${margin} is below the standard error ${error} of an accuracy on ${examples.toLocaleString('en-US')} test examples`,
    help: 'widen the margin, or take more test examples',
  }),
)

export const severalFactors = defineRule(
  {
    code: 'GS4004',
    severity: 'warning',
    title: 'two arms that differ in several factors',
    explanation:
      'Where two arms differ in more than one factor, a difference between them has no single cause. Compare arms that differ in one, with several claims if need be.',
    wrong: `training long = short with rate 0.05, batch 25\n\n${claim('over 5 seeds', 'test acc with long > test acc with short')}`,
    right: `training long = short with rate 0.05\n\n${claim('over 5 seeds', 'test acc with long > test acc with short')}`,
  },
  (_source, _span, factors: readonly string[]) => ({
    message: `the two arms differ in ${factors.length} factors: ${factors.join(', ')}`,
    help: 'compare arms that differ in one factor',
  }),
)

export const corruptedTestSet = defineRule(
  {
    code: 'GS4005',
    severity: 'warning',
    title: 'measured on corrupted test labels',
    explanation:
      'The labels of the test split are corrupted too, so that this is not how well the network does on true labels. Papers seldom say which one they measured: Zhang et al. 2017 did corrupt them for figure 1c.',
    wrong: claim('over 5 seeds', 'test acc > 50% under (random labels 20% on both splits)'),
    right: claim('over 5 seeds', 'test acc > 50% under random labels 20%'),
  },
  (_source, _span, metric: string) => ({
    message: `\`${metric}\` is measured on corrupted test labels here`,
    help: 'corrupt the training split alone, or keep it if the paper measures it so',
  }),
)

export const coarseEvaluation = defineRule(
  {
    code: 'GS4006',
    severity: 'warning',
    title: 'an evaluation coarser than the claim',
    explanation:
      'When a condition is first met is known only to the evaluation at which it was seen. With `evaluate every 5 epochs` it may have been met four epochs before.',
    wrong: `training seldom = short with evaluate every 5 epochs\n\nclaim c {\n  run mlp on digits with seldom over 3 seeds\n  expect epochs to (train acc > 50%) < 8\n}`,
    right: claim('over 3 seeds', 'epochs to (train acc > 50%) < 8'),
  },
  (_source, _span, metric: string, every: number) => ({
    message: `\`${metric}\` is known to ${every} epochs only, which is how often the training is evaluated`,
    help: 'evaluate every epoch, or say less',
  }),
)

export const foregone = defineRule(
  {
    code: 'GS4007',
    severity: 'warning',
    title: 'a foregone conclusion',
    explanation:
      'Accuracies and errors lie between 0% and 100%, so that this holds, or fails, whatever happens.',
    wrong: claim('over 3 seeds', 'train acc > 100%'),
    right: claim('over 3 seeds', 'train acc >= 100%'),
  },
  (_source, _span, metric: string, holds: boolean) => ({
    message: `this ${holds ? 'always' : 'never'} holds: \`${metric}\` lies between 0% and 100%`,
    help: 'look at the relation and at the number',
  }),
)

export const finerThanOneExample = defineRule(
  {
    code: 'GS4008',
    severity: 'warning',
    title: 'a threshold finer than one example',
    explanation:
      'An accuracy or an error of n examples is a whole number of n-ths. A threshold between two of them, written to more digits than one example makes, is decided by the next one, and says more than can be measured.',
    wrong: `dataset few = digits with take 1_000 train, 10 test\n\nclaim c {\n  run mlp on few with short over 3 seeds\n  expect test acc > 9.95%\n}`,
    right: `dataset few = digits with take 1_000 train, 10 test\n\nclaim c {\n  run mlp on few with short over 3 seeds\n  expect test acc >= 10%\n}`,
  },
  /** @param meaning what it comes to, in examples; nothing where no number of examples will do */
  (_source, _span, metric: string, examples: number, meaning: string | undefined) => {
    const of = `of ${examples.toLocaleString('en-US')} examples`
    return {
      message:
        meaning === undefined
          ? `\`${metric}\` ${of} cannot be this number`
          : `\`${metric}\` ${of}: this threshold means ${meaning}`,
      help: 'write what whole examples can make, or take more examples',
    }
  },
)
