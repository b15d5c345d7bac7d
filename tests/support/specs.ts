/** @file Small specs that train in seconds on any machine. */

const setup = `
dataset digits {
  source mnist-10k
  take 100 train, 100 test
}

model mlp {
  flatten
  dense 16 relu
  dense classes
}

training short {
  optimizer sgd momentum 0.9
  rate 0.1
  batch 20
  until train acc >= 100% or 10 epochs
}
`

/** The set-up above and one claim that holds these lines. */
export function spec(claim: string, changes: [RegExp, string][] = []): string {
  const changed = changes.reduce((text, [from, to]) => text.replace(from, to), setup)
  return `${changed}
claim example {
  run mlp on digits with short over 2 seeds
${claim
  .trim()
  .split('\n')
  .map((line) => `  ${line.trim()}`)
  .join('\n')}
}
`
}
