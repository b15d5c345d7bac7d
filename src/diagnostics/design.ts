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
      'A claim about a mean is judged by the confidence interval of that mean over seeds. One seed gives no interval: the verdict compares two numbers, and is wrong half of the time if the true values are equal.',
    wrong: claim('over 1 seeds', 'test acc ~ chance within 5pp under random labels'),
    right: claim('over 5 seeds', 'test acc ~ chance within 5pp under random labels'),
  },
  () => ({
    message: 'one seed gives no interval, so it says nothing about the mean',
    help: 'run several seeds: `over 5 seeds`',
  }),
)

export const hardlyDecidable = defineRule(
  {
    code: 'GS4002',
    severity: 'warning',
    title: 'too few seeds to decide the claim',
    explanation:
      'Two one-sided t tests show a mean to lie within a margin only if their interval fits into it. The figure is exact for values that vary from seed to seed as much as an accuracy does by the finite test set alone, and that are equal to what is claimed; where they vary more, or are not quite equal, it is smaller.',
    wrong: claim('over 3 seeds', 'test acc ~ chance within 1pp under random labels'),
    right: claim('over 20 seeds', 'test acc ~ chance within 1pp under random labels'),
  },
  (_source, _span, seeds: number, power: number, enough: number | undefined) => ({
    message: `even if this holds exactly, ${seeds} seeds show it only with probability ${power.toFixed(2)}`,
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
      'An accuracy a measured on n examples has the standard error sqrt(a (1 - a) / n), however the model was trained. The test set cannot resolve a smaller margin.',
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
      'If two arms differ in more than one factor, a difference between them has no single cause. Compare arms that differ in one factor; write several claims if you need them.',
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
      'The labels of the test split are corrupted too, so this does not measure accuracy on true labels. Papers seldom say which of the two they measured: the curve in figure 1c of Zhang et al. 2017 follows from corrupted test labels.',
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
      'genspec sees that a condition is met only when it evaluates. With `evaluate every 5 epochs` the condition may have been met four epochs earlier.',
    wrong: `training seldom = short with evaluate every 5 epochs\n\nclaim c {\n  run mlp on digits with seldom over 3 seeds\n  expect epochs to (train acc > 50%) < 8\n}`,
    right: claim('over 3 seeds', 'epochs to (train acc > 50%) < 8'),
  },
  (_source, _span, metric: string, every: number) => ({
    message: `\`${metric}\` is known only to within ${every} epochs: the training is evaluated no more often`,
    help: 'evaluate every epoch, or weaken the claim',
  }),
)

export const foregone = defineRule(
  {
    code: 'GS4007',
    severity: 'warning',
    title: 'a foregone conclusion',
    explanation:
      'Accuracies and errors lie between 0% and 100%, and their differences between -100pp and 100pp. Where all that a quantity can be is on one side of the number, or inside the `within`, nothing needs to be measured.',
    wrong: claim('over 3 seeds', 'train acc > 100%'),
    right: claim('over 3 seeds', 'train acc >= 100%'),
  },
  (_source, _span, what: string, why: string) => ({
    message: `${what}: ${why}`,
    help: 'check the relation and the number',
  }),
)

export const finerThanOneExample = defineRule(
  {
    code: 'GS4008',
    severity: 'warning',
    title: 'a threshold finer than one example',
    explanation:
      'An accuracy on n examples is a multiple of 1/n. A threshold with more digits than that claims more than can be measured.',
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

export const narrowQualifier = defineRule(
  {
    code: 'GS4009',
    severity: 'warning',
    title: 'a qualifier of one measurement alone',
    explanation:
      'A qualifier (`under`, `of`, `on`, `with`, `at`) at the end of the sentence applies to every measurement that has none of its own of that kind. Before the end it applies to the measurement, or to the parentheses, right before it, and the others are of what the claim runs.',
    wrong: claim('over 5 seeds', 'train acc - test acc under random labels > 3pp'),
    right: claim('over 5 seeds', 'train acc - test acc > 3pp under random labels'),
  },
  (_source, _span, qualifier: string, having: string, without: string) => ({
    message: `\`${qualifier}\` applies to this \`${having}\` alone, not to the \`${without}\` before it`,
    help: `to apply it to both, write it at the end of the sentence; to keep it here, write \`(${having} ${qualifier})\``,
  }),
)

export const tooFewForShare = defineRule(
  {
    code: 'GS4010',
    severity: 'warning',
    title: 'too few seeds to show a share',
    explanation:
      'That something holds in at least 90% of all seeds, also of those that were not run, follows from n seeds in which it holds only where 0.9 to the power of n is at most the error that the confidence leaves (Clopper and Pearson 1934). With fewer seeds it can fail, and it can never pass.',
    wrong: claim('over 5 seeds', 'train acc > 30% in at least 90% of seeds with confidence 95%'),
    right: claim('over 29 seeds', 'train acc > 30% in at least 90% of seeds with confidence 95%'),
  },
  (_source, _span, seeds: number, share: string, confidence: string, enough: number) => ({
    message: `${seeds} seeds cannot show ${share} of seeds with confidence ${confidence}, even where it holds in all of them`,
    help: `run ${enough} seeds: \`over ${enough} seeds\``,
  }),
)

export const laxAlpha = defineRule(
  {
    code: 'GS4011',
    severity: 'warning',
    title: 'an alpha above 0.05',
    explanation:
      '`alpha` is the largest probability with which a claim passes although it is false. Above 0.05, which holds where nothing is written, a pass is weak evidence.',
    wrong:
      'claim c {\n  run mlp on digits with short over 5 seeds\n  alpha 0.2\n  expect test acc > 50% on average\n}',
    right:
      'claim c {\n  run mlp on digits with short over 5 seeds\n  alpha 0.01\n  expect test acc > 50% on average\n}',
  },
  (_source, _span, alpha: string) => ({
    message: `with alpha ${alpha}, a false claim passes with a probability of up to ${alpha}`,
    help: 'write at most 0.05, or leave it out',
  }),
)
