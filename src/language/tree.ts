/**
 * @file The syntax tree: plain data, each node with its span. Names are not resolved: an `ExpressionSyntax` is
 * the source form, and the `Expression` of a claim its meaning.
 */

import type { GenspecActionDict } from '#grammar'
import type { Source, Span } from '../diagnostics/source.js'

export interface SyntaxTree {
  source: Source
  declarations: Declaration[]
}

export interface Name {
  type: 'name'
  text: string
  span: Span
}

export interface Text {
  type: 'text'
  value: string
  span: Span
}

/** A number in its written form; `unit` follows it without a space, such as `%`, `pp` or `k`. */
export interface Scalar {
  type: 'scalar'
  value: number
  unit: string
  span: Span
}

/** `28x28` */
export interface Size {
  type: 'size'
  values: number[]
  span: Span
}

export interface Call {
  type: 'call'
  name: Name
  arguments: Argument[]
  span: Span
}

export interface Argument {
  name?: Name
  value: Item
}

export interface List {
  type: 'list'
  items: Item[]
  span: Span
}

export interface Group {
  type: 'group'
  expression: ExpressionSyntax
  span: Span
}

export type Item = Name | Text | Scalar | Size | Call | List | Group

/** Items in sequence: `crop 28x28 center`. */
export interface Phrase {
  items: Item[]
  span: Span
}

// ---- Declarations

export type Declaration = Use | Block

export interface Use {
  type: 'use'
  path: Text
  span: Span
}

export interface ParameterDeclaration {
  name: Name
  value?: Item
}

export interface Derivation {
  /** The corruptions that it is based on; several are composed in order. */
  bases: Phrase[]
  changes: Statement[]
}

export interface Block {
  type: 'block'
  /** `dataset`, `model`, `claim`, …; the checker validates it. */
  kind: Name
  name?: Name
  parameters: ParameterDeclaration[]
  title?: Text
  derivation?: Derivation
  statements: Statement[]
  /** The text that did not parse and was left out; a declaration that seems to be missing may be in it. */
  leftOut?: string
  span: Span
}

// ---- Statements

export interface Setting {
  type: 'setting'
  phrases: Phrase[]
  body?: Statement[]
  span: Span
}

export interface Expect {
  type: 'expect'
  left: ExpressionSyntax
  relation?: RelationSyntax
  /** The qualifiers at its end, which apply to each measurement without a qualifier of that kind. */
  qualifiers: Qualifier[]
  span: Span
}

export interface Given {
  type: 'given'
  items: Item[]
  span: Span
}

export interface Run {
  type: 'run'
  model: Item
  selectors: Qualifier[]
  span: Span
}

export interface For {
  type: 'for'
  variable: Name
  values: Item
  span: Span
}

export interface Sweep {
  type: 'sweep'
  variable: Name
  values: Item | { from: ExpressionSyntax; to: ExpressionSyntax; step: ExpressionSyntax }
  span: Span
}

export interface Over {
  type: 'over'
  seeds: SeedsSyntax | Name
  span: Span
}

/** `over 3 seeds in profile laptop`, which overrides the profile and the other statements. */
export interface ProfileSeeds {
  type: 'profile seeds'
  seeds: SeedsSyntax
  profiles: Name[]
  span: Span
}

/** `5 seeds`, `3..10 seeds` */
export interface SeedsSyntax {
  type: 'seeds'
  from: Item
  to?: Item
  span: Span
}

export interface Under {
  type: 'under'
  corruption: Corruption
  span: Span
}

export interface Corruption {
  phrases: Phrase[]
  splits?: { value: 'train' | 'test' | 'both'; span: Span }
  span: Span
}

export interface Cites {
  type: 'cites'
  paper: Name
  place: string
  span: Span
}

export interface Reported {
  type: 'reported'
  values: ReportedValueSyntax[]
  span: Span
}

export type ReportedValueSyntax =
  | { type: 'curve'; name: Name; span: Span }
  | { type: 'value'; measurement: MeasurementSyntax; value: ExpressionSyntax; span: Span }

export interface Only {
  type: 'only'
  profiles: Name[]
  span: Span
}

export interface Until {
  type: 'until'
  stops: (ComparisonSyntax | ExpressionSyntax)[]
  span: Span
}

export interface OverrideSyntax {
  type: 'override'
  kind: Name
  name: Name
  statement: Statement
  span: Span
}

export type Statement =
  | Setting
  | Expect
  | Given
  | Run
  | For
  | Sweep
  | Over
  | ProfileSeeds
  | Under
  | Cites
  | Reported
  | Only
  | Until
  | OverrideSyntax

// ---- Expectations

export type ComparisonOperator = '<' | '<=' | '>' | '>=' | '='

/** `> 0.99`, `~ chance within 1pp`, `increases with p` */
export interface RelationSyntax {
  type: RelationType
  /** Its first word or sign. */
  word: string
  /** Its expressions in order: the compared quantity, the margin. */
  operands: ExpressionSyntax[]
  /** The variable after `with`. */
  variable?: Name
  span: Span
}

/** The alternatives of the grammar's rule, so that the compiler reports every place that lacks a new one. */
export type RelationType = CaseOf<keyof GenspecActionDict<unknown>>

type CaseOf<Rule> = Rule extends `Relation_${infer Type}` ? Type : never

export interface ComparisonSyntax {
  type: 'comparison'
  left: ExpressionSyntax
  operator: ComparisonOperator
  right: ExpressionSyntax
  span: Span
}

/** An expression; `grouped` if it is in parentheses, which limit the reach of its qualifiers. */
export type ExpressionSyntax = (Operation | Negation | Quantity | MeasurementSyntax | Qualified) & {
  grouped?: true
}

export interface Operation {
  type: 'operation'
  operator: '+' | '-' | '*' | '/'
  left: ExpressionSyntax
  right: ExpressionSyntax
  span: Span
}

export interface Negation {
  type: 'negation'
  operand: ExpressionSyntax
  span: Span
}

/** `(train acc - test acc) under random labels` */
export interface Qualified {
  type: 'qualified'
  expression: ExpressionSyntax
  arms: ArmSyntax[]
  span: Span
}

/** A number and the unit word after it: `0.99`, `3pp`, `300 epochs`. */
export interface Quantity {
  type: 'quantity'
  value: Scalar | Size
  unit?: Name
  span: Span
}

/** `test acc under random labels`, `epochs to (train loss < 0.05)`, `chance` */
export interface MeasurementSyntax {
  type: 'measurement'
  words: Name[]
  arguments: (ComparisonSyntax | ExpressionSyntax)[]
  arms: ArmSyntax[]
  span: Span
}

export type ArmSyntax =
  | { type: 'under'; corruption: Corruption; span: Span }
  | { type: 'of'; item: Item; span: Span }
  | { type: 'on'; item: Item; span: Span }
  /** A training, or the settings of a trainer: `with width 16`. */
  | { type: 'with'; items: [Item, ...Item[]]; span: Span }
  /** `without dropout` means `with dropout off`. */
  | { type: 'without'; item: Name; span: Span }
  | { type: 'at'; variable: Name; value: Item; span: Span }

export type QuantifierSyntax =
  | { type: 'every seed'; span: Span }
  | { type: 'at least'; count: Item; of: Item; span: Span }
  | { type: 'share of seeds'; share: Item; confidence?: Item; span: Span }
  | { type: 'on average'; span: Span }
  | { type: 'for every'; variable: Name; span: Span }

/** `beyond this test set` */
export interface Beyond {
  type: 'beyond test set'
  span: Span
}

export type Qualifier = ArmSyntax | QuantifierSyntax | Over | Beyond
