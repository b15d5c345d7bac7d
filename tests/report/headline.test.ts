import { readFile } from 'node:fs/promises'
import path from 'node:path'
import { expect, test } from 'vitest'
import { project } from '../support/genspec.js'

const spec = `paper p {
  title "P"
}

dataset blobs { source mnist-10k
  take 40 train, 20 test
}

model mlp { flatten
  dense 4 relu
  dense classes
}

training sgd { optimizer sgd
  rate 0.1
  batch 20
  until 1 epochs
}

claim learns "It trains" {
  cites p table 1
  run mlp on blobs with sgd over 3 seeds
  expect train loss < 100
}

claim learns_once {
  run mlp on blobs with sgd over 1 seed
  expect train loss < 100
  expect 1 < 2
}

claim fails {
  run mlp on blobs with sgd over 2 seeds
  expect train loss > 100
}

claim counts {
  expect params of mlp on blobs = 3_190
}

claim steps {
  expect steps per epoch on blobs with sgd > 1
}

claim arithmetic "Table 2 agrees with itself" {
  cites p table 2
  expect 95.20% - 0.11% > 90pp
  reported train acc 95.20%
}

claim wrong {
  expect 99.61% ~ 90.60% within 1pp
}
`

test('a report states the basis of its verdicts, in every format', async () => {
  const { genspec, folder } = await project({ 'a.gen': spec })
  const reporters = ['markdown', 'html', 'json', 'junit', 'tap', 'badge', 'latex']
  const { stdout } = await genspec(
    ...['run', 'a.gen', ...reporters.flatMap((name) => ['--reporter', name])],
    ...['--reporter', 'default', '--output', 'out'],
  )
  expect(stdout).toContain('5 passed (1 with one seed, 1 check of published numbers), 2 failed')
  expect(stdout).toContain('arithmetic  Table 2 agrees with itself  check of published numbers')
  const read = (name: string) => readFile(path.join(folder, 'out', name), 'utf8')
  const headline =
    '2 of 3 trained claims hold (1 over 3 seeds, 1 with one seed); 2 of 2 computed claims hold; 1 of 2 checks of published numbers hold'
  const markdown = await read('report.md')
  expect(markdown).toContain(`**${headline}**`)
  // A claim about published numbers was calculated, not measured.
  expect(markdown).toContain(
    '| ✅ | Table 2 agrees with itself (check of published numbers) | p table 2 | `95.20% - 0.11% > 90pp` | 95.09pp |  |',
  )
  expect(markdown).toContain('| ✅ | learns\\_once |  | `train loss < 100` |  | 2.196 (n = 1) |')
  const html = await read('report.html')
  expect(html).toContain(`<h1>${headline}</h1>`)
  expect(html).toMatch(/learns_<wbr \/>once <small>n = 1<\/small>/)
  expect(await read('badge.svg')).toContain('4/5 reproduced, 1 with one seed')
  const json = JSON.parse(await read('report.json')) as Record<string, unknown>
  expect(json).toMatchObject({
    bases: {
      trained: { judged: 3, passed: 2 },
      computed: { judged: 2, passed: 2 },
      published: { judged: 2, passed: 1 },
    },
    passedByOneSeed: 1,
    claims: [
      { name: 'learns', basis: 'trained' },
      {
        name: 'learns_once',
        basis: 'trained',
        expectations: [{ basis: 'trained' }, { basis: 'published' }],
      },
      { name: 'fails', basis: 'trained' },
      { name: 'counts', basis: 'computed' },
      { name: 'steps', basis: 'computed' },
      { name: 'arithmetic', basis: 'published' },
      { name: 'wrong', basis: 'published' },
    ],
  })
  expect(await read('junit.xml')).toContain('<property name="basis" value="published"/>')
  expect(await read('report.tap')).toContain('(check of published numbers)')
  expect(await read('report.tex')).toContain('passed (check of published numbers)')
})
