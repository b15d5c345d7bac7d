/** @file `genspec show model NAME [SPEC]`: layers, shapes, parameters and floating-point operations. */

import { Command } from '@commander-js/extra-typings'
import chalk from 'chalk'
import { type InspectedModel, inspectModel } from '../../check/inspect-model.js'
import type { LayerSetup } from '../../claims/setup.js'
import type { Diagnostic } from '../../diagnostics/diagnostic.js'
import type { Registry } from '../../kinds/registry.js'
import { type Shape, formatShape } from '../../kinds/shape.js'
import { modelCost } from '../../plan/cost.js'
import { layerWords } from '../../plan/setup-words.js'
import { countErrors, diagnoseSpecs } from '../../project/check-specs.js'
import { openProject } from '../../project/project.js'
import { UsageError } from '../../project/spec-files.js'
import { tableText } from '../../text/table.js'
import { exitCodes } from '../../project/exit-codes.js'
import { printDiagnostics } from '../print-diagnostics.js'
import { printJson } from '../print-json.js'
import { mapTexts, printable } from '../../text/visible.js'

export function showModelCommand() {
  return new Command('model')
    .description('a model: layers, shapes, parameters and floating-point operations per example')
    .argument('<name>', "the model's name, with its arguments: 'resnet(3)'")
    .argument('[paths...]', 'specs, or folders of specs', ['.'])
    .option(
      '--dataset <name>',
      'the dataset to apply it to (default: the first dataset of its spec)',
    )
    .option('--json', 'the layers as JSON')
    .action(async (name, paths, { dataset, json }) => {
      const project = await openProject()
      const { registry } = project
      const { trees } = await diagnoseSpecs(project, paths)
      const diagnostics: Diagnostic[] = []
      const report = (diagnostic: Diagnostic) => void diagnostics.push(diagnostic)
      const found = trees.map((spec) => inspectModel(spec, registry, report, name, dataset))
      const models = found.filter((one) => one !== undefined && 'layers' in one)
      const [model] = models
      if (model === undefined) {
        printDiagnostics(diagnostics)
        if (countErrors(diagnostics) === 0) {
          const refusals = found.filter((one) => one !== undefined && 'refusal' in one)
          throw new UsageError(refusals[0]?.refusal ?? 'there are no specs')
        }
        process.exitCode = exitCodes.usage
        return
      }
      if (json) printJson(model)
      else process.stdout.write(`${modelText(registry, name, mapTexts(model, printable))}\n`)
    })
}

interface Row {
  cells: [layer: string, output: string, parameters: string, operations: string]
}

function modelText(
  registry: Registry,
  name: string,
  { layers, dataset, input }: InspectedModel,
): string {
  const total = modelCost(registry, layers, input)
  const head = ['layer', 'output', 'parameters', 'FLOPs']
  const rows = [
    ['input', formatShape(input), '', ''],
    ...layerRows(registry, layers, input, '').map(({ cells }) => cells),
    ['total', formatShape(total.output), count(total.parameters), count(2 * total.multiplyAdds)],
  ]
  const note =
    'FLOPs of the forward pass of one example; a multiplication and an addition count as two; without activations, pooling and normalisation'
  return `${chalk.bold(name)} on ${dataset}\n\n${tableText(head, rows, [2, 3])}\n\n${chalk.dim(note)}`
}

function layerRows(
  registry: Registry,
  layers: readonly LayerSetup[],
  input: Shape,
  indent: string,
): Row[] {
  let shape = input
  return layers.flatMap((layer) => {
    const { output, parameters, multiplyAdds } = modelCost(registry, [layer], shape)
    const words = layer.branches ? layer.kind : layerWords(registry, layer)
    const inner = (layer.branches ?? []).flatMap((branch, index): Row[] => [
      { cells: [`${indent}  branch ${index + 1}`, '', '', ''] },
      ...layerRows(registry, branch, shape, `${indent}    `),
    ])
    shape = output
    const own: Row = {
      cells: [
        indent + words,
        formatShape(output),
        layer.branches ? '' : count(parameters),
        layer.branches ? '' : count(2 * multiplyAdds),
      ],
    }
    return [own, ...inner]
  })
}

function count(value: number): string {
  return value === 0 ? '' : value.toLocaleString('en')
}
