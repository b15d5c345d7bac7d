/** @file docs/architecture.md names the project as it is. */

import { existsSync, readFileSync, readdirSync } from 'node:fs'
import { createRequire } from 'node:module'
import { expect, test } from 'vitest'

const page = readFileSync('docs/architecture.md', 'utf8')
const { forbidden } = createRequire(import.meta.url)('../../.dependency-cruiser.cjs') as {
  forbidden: { name: string }[]
}
const rooms = readdirSync('src', { withFileTypes: true })
  .filter((entry) => entry.isDirectory())
  .map(({ name }) => name)

test('every path that the page names exists', () => {
  const named = [...page.matchAll(/`((?:src|grammar|assembly|specs|docs)\/[\w./-]+)`/g)]
  const paths = named.map(([, name = '']) => name)
  expect(paths.length).toBeGreaterThan(20)
  expect(paths.filter((name) => !existsSync(name))).toEqual([])
})

test('every room is in the drawing and in the table', () => {
  const [drawing = ''] = /```text\n[^`]*```/.exec(page) ?? []
  const table = page.slice(page.indexOf('## The rooms'), page.indexOf('## One claim'))
  const missing = rooms.filter(
    (room) => !new RegExp(`\\b${room}\\b`).test(drawing) || !table.includes(`\`${room}\``),
  )
  expect(missing).toEqual([])
})

test('every room but the last has its place in the order of imports', () => {
  const ordered = forbidden.flatMap(
    ({ name }) => /^(.*)-imports-only-earlier/.exec(name)?.[1] ?? [],
  )
  expect(rooms.filter((room) => room !== 'vitest' && !ordered.includes(room))).toEqual([])
})
