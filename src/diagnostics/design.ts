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
      'Two one-sided t tests show that a mean lies within a margin only if the confidence interval fits inside the margin. The power shown here is exact if the claim holds exactly and values vary between seeds only because the test set is finite. If they vary more, or the claim holds only roughly, the power is lower.',
    wrong: claim('over 3 seeds', 'test acc ~ chance within 1pp under random labels'),
    right: claim('over 20 seeds', 'test acc ~ chance within 1pp under random labels'),
  },
  (_source, _span, seeds: number, power: number, enough: number | undefined) => ({
    message: `even if this holds exactly, ${seeds} seeds give only ${power < 0.01 ? 'less than 1' : (100 * power).toFixed(0)}% power to show it`,
    help:
      enough === undefined
        ? 'widen the margin'
        : `${enough} seeds give 80% power; or widen the margin`,
  }),
)

export const marginBelowError = defineRule(
  {
    code: 'GS4003',
    severity: 'warning',
    title: "a margin below the test set's own standard error",
    explanation:
      'An accuracy a that is measured on n examples has the standard error sqrt(a (1 - a) / n), however the model was trained. The test set cannot resolve a smaller margin.',
    wrong: claim('over 5 seeds', 'test acc ~ chance within 0.5pp under random labels'),
    right: claim('over 5 seeds', 'test acc ~ chance within 5pp under random labels'),
  },
  (_source, _span, margin: string, error: string, examples: number) => ({
    message: `the margin ${margin} is below the standard error ${error} of an accuracy on ${examples.toLocaleString('en-US')} test examples`,
    help: 'widen the margin, or use more test examples',
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
      'The labels of the test split are corrupted too, so this does not measure accuracy on true labels. Papers rarely say which of the two they measured: the curve in figure 1c of Zhang et al. 2017 follows from corrupted test labels.',
    wrong: claim('over 5 seeds', 'test acc > 50% under (random labels 20% on both splits)'),
    right: claim('over 5 seeds', 'test acc > 50% under random labels 20%'),
  },
  (_source, _span, metric: string) => ({
    message: `\`${metric}\` is measured on corrupted test labels here`,
    help: 'corrupt only the training split, or keep this if the paper measures it this way',
  }),
)

export const coarseEvaluation = defineRule(
  {
    code: 'GS4006',
    severity: 'warning',
    title: 'an evaluation coarser than the claim',
    explanation:
      'genspec checks a condition only when it evaluates. With `evaluate every 5 epochs`, the condition may have been met up to four epochs earlier.',
    wrong: `training seldom = short with evaluate every 5 epochs\n\nclaim c {\n  run mlp on digits with seldom over 3 seeds\n  expect epochs to (train acc > 50%) < 8\n}`,
    right: claim('over 3 seeds', 'epochs to (train acc > 50%) < 8'),
  },
  (_source, _span, metric: string, every: number) => ({
    message: `\`${metric}\` is known only to within ${every} epochs, because the training evaluates every ${every} epochs`,
    help: 'evaluate every epoch, or weaken the claim',
  }),
)

export const foregone = defineRule(
  {
    code: 'GS4007',
    severity: 'warning',
    title: 'an expectation that nothing can change',
    explanation:
      'Accuracies and errors lie between 0% and 100%, and their differences between -100pp and 100pp. If every possible value of a quantity lies on one side of the number, or inside the margin, there is nothing to measure.',
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
      'An accuracy on n examples is a multiple of 1/n. A threshold between two multiples claims more than can be measured.',
    wrong: `dataset few = digits with take 1_000 train, 10 test\n\nclaim c {\n  run mlp on few with short over 3 seeds\n  expect test acc > 9.95%\n}`,
    right: `dataset few = digits with take 1_000 train, 10 test\n\nclaim c {\n  run mlp on few with short over 3 seeds\n  expect test acc >= 10%\n}`,
  },
  /** @param meaning the threshold in whole examples; undefined if no number of examples reaches it exactly */
  (_source, _span, metric: string, examples: number, meaning: string | undefined) => {
    const on = `on ${examples.toLocaleString('en-US')} examples`
    return {
      message:
        meaning === undefined
          ? `\`${metric}\` ${on} cannot have this value`
          : `\`${metric}\` ${on}: this threshold means ${meaning}`,
      help: `write a multiple of 1/${examples.toLocaleString('en-US')}, or use more examples`,
    }
  },
)

export const narrowQualifier = defineRule(
  {
    code: 'GS4009',
    severity: 'warning',
    title: 'a qualifier that applies to one measurement only',
    explanation:
      'A qualifier (`under`, `of`, `on`, `with`, `at`) at the end of the sentence applies to every measurement without a qualifier of that kind. Anywhere else it applies only to the measurement or the parentheses right before it, and the other measurements use what the claim runs.',
    wrong: claim('over 5 seeds', 'train acc - test acc under random labels > 3pp'),
    right: claim('over 5 seeds', 'train acc - test acc > 3pp under random labels'),
  },
  (_source, _span, qualifier: string, having: string, without: string) => ({
    message: `\`${qualifier}\` applies only to this \`${having}\`, not to the \`${without}\` before it`,
    help: `to apply it to both, write it at the end of the sentence; to keep it here, write \`(${having} ${qualifier})\``,
  }),
)

export const chosenByTestSet = defineRule(
  {
    code: 'GS4012',
    severity: 'warning',
    title: 'selection by test data',
    explanation:
      'Where the test set chooses the epoch at which it is measured, the result is better than on images that had no part in the choice: the largest of many noisy numbers is too large. Compared with `test acc` of the same arm, `best test acc` says by how much, and is not warned about.',
    wrong: claim('over 3 seeds', 'best test acc > 70%'),
    right: claim('over 3 seeds', 'test acc > 70%'),
  },
  (_source, _span, what: string, help: string) => ({ message: what, help }),
)

export const marginBelowStep = defineRule(
  {
    code: 'GS4013',
    severity: 'warning',
    title: 'a margin within the resolution',
    explanation:
      'An accuracy on 100 examples moves by 1pp or not at all, and a time to a condition by the epochs between two evaluations. A margin below that is one that no seed can show.',
    wrong: `dataset few = digits with take 1_000 train, 50 test\n\n${claim('over 5 seeds', 'test acc on few under true labels > test acc on few under random labels + 1pp')}`,
    right: `dataset few = digits with take 1_000 train, 50 test\n\n${claim('over 5 seeds', 'test acc on few under true labels > test acc on few under random labels + 2pp')}`,
  },
  (_source, _span, margin: string, metric: string, step: string) => ({
    message: `the margin ${margin} is smaller than the smallest difference that \`${metric}\` shows here, ${step}`,
    help: 'widen the margin, take more examples, or evaluate more often',
  }),
)

export const tooFewForShare = defineRule(
  {
    code: 'GS4010',
    severity: 'warning',
    title: 'too few seeds to show a share',
    explanation:
      'A share of seeds is about all seeds, including those that were not run. n seeds in which the expectation holds show that it holds in at least 90% of all seeds only if 0.9 to the power of n is at most 1 minus the confidence (Clopper and Pearson 1934). With fewer seeds the claim can fail, but it cannot pass.',
    wrong: claim('over 5 seeds', 'train acc > 30% in at least 90% of seeds with confidence 95%'),
    right: claim('over 29 seeds', 'train acc > 30% in at least 90% of seeds with confidence 95%'),
  },
  (_source, _span, seeds: number, share: string, confidence: string, enough: number) => ({
    message: `${seeds} seeds cannot show ${share} of seeds with confidence ${confidence}, even if it holds in all of them`,
    help: `run ${enough} seeds: \`over ${enough} seeds\``,
  }),
)

export const laxAlpha = defineRule(
  {
    code: 'GS4011',
    severity: 'warning',
    title: 'an alpha above 0.05',
    explanation:
      '`alpha` is the largest probability with which a false claim passes; the default is 0.05. With a larger alpha, a pass is weak evidence.',
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
