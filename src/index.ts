/** @file The package's interface for programs: these exports change only with a major version. */

export { type CheckResult, check } from './api/check.js'
export {
  type Judgement,
  type RunOutcome,
  type RunSettings,
  type Selection,
  judge,
  run,
} from './api/run.js'
export { type Finding, SpecError } from './project/spec-error.js'
export * from './extension.js'
export type { VerdictName, Verdict, Evidence } from './judge/verdict.js'
export type { CaseReport, ClaimReport, ExpectationReport, RunEvent } from './events/events.js'
