/**
 * @file The interface for a project's `genspec.config.ts`: kinds of the project, registered in the same way
 * as the built-in ones.
 *
 * Every command that reads the config loads it, so it must not import code that trains.
 */

export { type Config, defineConfig } from './config/config.js'
export {
  type CorruptionStepKind,
  DataError,
  type DatasetKind,
  type PreprocessingKind,
  defineCorruptionStep,
  defineDataset,
  definePreprocessing,
} from './kinds/dataset.js'
export type { Images } from './kinds/images.js'
export {
  type CombinationKind,
  type LayerContext,
  type LayerKind,
  type WeightSpec,
  defineCombination,
  defineLayer,
} from './kinds/layer.js'
export { type Evaluation, type MeasuredRun, type MetricKind, defineMetric } from './kinds/metric.js'
export {
  type Optimizer,
  type OptimizerKind,
  type ScheduleKind,
  defineOptimizer,
  defineSchedule,
} from './kinds/optimizer.js'
export {
  type OwnMeasure,
  type TrainerData,
  type TrainerKind,
  type TrainerRun,
  defineTrainer,
  own,
} from './kinds/trainer.js'
export { choice, flag, fraction, integer, number, size, text } from './kinds/parameter.js'
export type { Parameter, ParameterValue, Parameters, Values } from './kinds/parameter.js'
export type { Category, Kind } from './kinds/registry.js'
export { type Shape, ShapeError, elements, formatShape } from './kinds/shape.js'
export { type RandomKey, RandomStream, deriveKey } from './random/key.js'
