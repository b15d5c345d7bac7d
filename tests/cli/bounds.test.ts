import { expect, test } from 'vitest'
import { project } from '../support/genspec.js'

const blocks = `
dataset digits {
  source mnist-10k
  take 100 train, 100 test
}

model a {
  flatten
  dense classes
}

training small {
  optimizer sgd
  rate 0.1
  batch 10
  until 1 epochs
}

training big = small with batch 20

profile quick { seeds 1 }
`

const steps = (training: string) => `steps to (train acc >= 0%) with ${training}`

test('half the batch size takes exactly twice the steps', async () => {
  const expectations = [
    `${steps('small')} > 2 times ${steps('big')} in every seed`,
    `${steps('small')} <= 2 times ${steps('big')} in every seed`,
    `${steps('big')} < 0.5 times ${steps('small')} in every seed`,
    `${steps('small')} / ${steps('big')} > 2 in every seed`,
    `${steps('small')} - 2 * ${steps('big')} >= 0 in every seed`,
    `${steps('small')} = 2 times ${steps('big')}`,
    '0.1 + 0.7 >= 80%',
    `${steps('small')} > 2 times ${steps('big')} on average`,
  ]
  const body = expectations.map((one) => `  expect ${one}\n`).join('')
  const text = `${blocks}\nclaim c {\n  run a on digits with small over 2 seeds\n${body}}\n`
  const { genspec } = await project({ 'a.gen': text })
  const marksOf = async (...options: string[]) => {
    const { stdout } = await genspec('run', ...options, 'a.gen')
    const marks = stdout.split('\n').flatMap((line) => /^ {3}([✓✗?!]) /.exec(line)?.[1] ?? [])
    return marks.join(' ')
  }
  // A mean at its bound stays open with any number of seeds.
  expect(await marksOf()).toBe('✗ ✓ ✗ ✗ ✓ ✓ ✓ ?')
  expect(await marksOf('--profile', 'quick')).toBe('✗ ✓ ✗ ✗ ✓ ✓ ✓ ✗')
})

test('a share of the seeds is at least one seed, also in a profile with fewer', async () => {
  const claim = (share: string) =>
    `${blocks}\nclaim c {\n  run a on digits with small over 5 seeds\n  expect train acc > 10% in at least ${share} seeds\n}\n`
  const { genspec } = await project({
    'a.gen': claim('4 of 5'),
    'none.gen': claim('0 of 5'),
    'many.gen': claim('6 of 5'),
  })
  const { stdout, code } = await genspec('run', '--profile', 'quick', 'a.gen')
  expect(stdout).toContain('✓ the one seed has train acc > 10%')
  expect(code).toBe(0)
  for (const file of ['none.gen', 'many.gen']) {
    const refused = await genspec('run', file)
    expect(refused.stderr).toContain("takes 1 to 5 of the claim's 5 seeds")
    expect(refused.code).toBe(2)
  }
})

test('a division by zero and a number that is too large are errors with their place', async () => {
  const { genspec } = await project({
    'a.gen': `${blocks}
claim c {
  run a on digits with small over 2 seeds
  expect 1/0 > 1
  expect train acc / (1 - 1) > 1
  expect train acc > 1e308 * 10
}
`,
  })
  const { stderr, code } = await genspec('check', 'a.gen')
  expect(stderr.match(/error\[GS200\d\]: .*\n.*/g)).toEqual([
    expect.stringMatching(/a divisor must be other than 0, not `1\/0`\n.*:25:10$/),
    expect.stringMatching(
      /a divisor must be other than 0, not `train acc \/ \(1 - 1\)`\n.*:26:10$/,
    ),
    expect.stringMatching(/a number must be finite, not `1e308 \* 10`\n.*:27:22$/),
  ])
  expect(code).toBe(2)
})
