/** @file Checks that test examples can answer a claim `beyond this test set`. */

import { type Expectation, expressionsIn, isExact } from '../../claims/expectation.js'
import { type Measurement, measurementsIn } from '../../claims/expression.js'
import { isTraining } from '../../claims/setup.js'
import { testExamplesOf } from '../../claims/test-set.js'
import { notBeyondTestSet } from '../../diagnostics/claims.js'
import type { Registry } from '../../kinds/registry.js'
import type * as tree from '../../language/tree.js'
import type { Place } from './context.js'

/** Reports a qualifier that the expectation cannot support; returns true if it did. */
export function saysNothingBeyond(
  { source, report, registry }: Place,
  { span }: tree.Qualifier,
  { cases, quantifier, looks }: Expectation,
): boolean {
  const measured = cases.flatMap(expressionsIn).flatMap(measurementsIn)
  const unfit = measured.find((one) => !isFit(registry, one))
  const drawn = measured.find(({ arm: { setup } }) => setup.dataset?.take.by === 'random')
  const equal = cases.some(isExact)
  const shares = 'measure shares of test examples: `test acc`, `test error`, `test top-5 acc`'
  const [why, help] =
    quantifier.type !== 'on average'
      ? ['is about the mean over seeds', 'leave the other quantifier out']
      : equal
        ? ['is tested, and equality is exact', 'write `~` with a margin: `~ 90% within 1pp`']
        : looks
          ? ['needs a fixed number of seeds', `write \`over ${looks.at(-1) ?? ''} seeds\``]
          : unfit
            ? [`says nothing of \`${unfit.metric}\`, which is no share of test examples`, shares]
            : drawn
              ? ['needs the same test examples in every seed', 'leave `random` out of `take`']
              : measured.every((one) => testExamplesOf(registry, one) === undefined)
                ? ['is about nothing here: no test example is measured', shares]
                : []
  if (why === undefined || help === undefined) return false
  report(notBeyondTestSet(source, span, why, help))
  return true
}

/** True for a share of test examples, and for a measurement that does not depend on them. */
function isFit(registry: Registry, { metric, condition, arm }: Measurement): boolean {
  const kind = registry.find('metric', metric)
  if (!isTraining(arm.setup) || kind === undefined || condition) return false
  if (kind.split === 'test') return kind.ofExample !== undefined
  return kind.split === 'train' || kind.course === 'fixed'
}
