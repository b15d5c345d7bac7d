/** @file A project whose trainer is a script of Node: it makes numbers up, and fails in the ways that programs do. */

import { type Project, project } from './genspec.js'

const trainerConfig = `
import { choice, defineConfig, defineTrainer, flag, integer, own } from 'genspec'

const parameters = {
  width: integer({ doc: 'channels of the first layer', default: 64 }),
  labels: choice(['true labels', 'random labels'], { doc: 'labels', default: 'true labels' }),
  dropout: flag({ doc: 'drop half of the activations' }),
  epochs: integer({ doc: 'how long', default: 3 }),
  fault: choice(['none', 'crash', 'killed', 'silent', 'text', 'share', 'missing', 'loss', 'hang', 'order'], {
    doc: 'what goes wrong', default: 'none',
  }),
}
const shared = {
  parameters,
  measures: ['train acc', 'test acc', 'train loss', own('ece', 'fraction', { better: 'lower' })],
  under: ['labels'],
  sources: ['train.mjs', 'models/**'],
  grace: 1,
  data: () => ({ train: 1000, test: 500, classes: 10 }),
}
const call = (more) => ({ seed, folder, ...settings }) => [
  'node', 'train.mjs', JSON.stringify({ seed, folder, ...settings, ...more }),
]

export default defineConfig({
  kinds: [
    defineTrainer({ name: 'resnet', summary: 'a network', ...shared, command: call({}) }),
    defineTrainer({ name: 'limited', summary: 'the same in a hurry', ...shared, timeLimit: 1, command: call({}) }),
    defineTrainer({
      name: 'to_file', summary: 'the same with a file', ...shared, writes: 'values.ndjson',
      environment: { FLAVOUR: 'plain' }, command: call({ file: 'values.ndjson' }),
    }),
    defineTrainer({ name: 'nowhere', summary: 'no program', ...shared, command: () => ['no-such-program'] }),
    defineTrainer({ name: 'noisy', summary: 'never the same twice', ...shared, command: call({ noise: true }) }),
  ],
})
`

const trainerScript = `
import { appendFileSync, existsSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { spread } from './models/spread.mjs'

const { seed, folder, width, labels, dropout, epochs, fault, file, noise } = JSON.parse(process.argv[2])
const say = (values) => {
  const line = JSON.stringify(values) + '\\n'
  if (file) appendFileSync(path.join(folder, file), line)
  else process.stdout.write(line)
}
if (existsSync(path.join(folder, 'left'))) throw new Error('the folder is not empty')
writeFileSync(path.join(folder, 'left'), '')
console.log('loading \\x1b[31mdata\\x1b[0m')
process.stderr.write('10%\\r20%\\r')
if (fault === 'silent') process.exit(0)
say({ environment: { device: 'one abacus', flavour: process.env.FLAVOUR ?? 'none' } })
for (let epoch = 1; epoch <= epochs; epoch++) {
  if (fault === 'crash' && epoch === 2) throw new Error('a kernel \\x1b[31mfailed\\x1b[0m')
  if (fault === 'killed' && epoch === 2) process.kill(process.pid, 'SIGKILL')
  if (fault === 'text' && epoch === 2) console.log("{'train acc': 0.5}")
  if (fault === 'order' && epoch === 2) say({ epoch: 1, 'train acc': 0.5 })
  if (fault === 'hang' && epoch === 2) await new Promise((resolve) => setTimeout(resolve, 60_000))
  say({
    epoch, epochs, 'train acc': fault === 'share' ? 93.1 : 1 - 1 / (1 + epoch) + (noise ? Math.random() / 1000 : 0),
    'train loss': fault === 'loss' && epoch === 2 ? NaN : 1 / epoch, 'lr': 0.1,
  })
}
const learnt = labels === 'random labels' ? 0.1 : 0.5 + width / 1000 + (dropout ? 0.05 : 0)
const test = learnt + spread(seed)
say({ 'test acc': test, ...(fault !== 'missing' && { ece: 0.05 }) })
`

export function trainerProject(files: Record<string, string> = {}): Promise<Project> {
  return project({
    'genspec.config.ts': trainerConfig,
    'train.mjs': trainerScript,
    'models/spread.mjs': 'export const spread = (seed) => seed / 500\n',
    ...files,
  })
}
