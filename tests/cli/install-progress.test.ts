import { PassThrough } from 'node:stream'
import { stripVTControlCharacters } from 'node:util'
import { expect, test } from 'vitest'
import { installProgress } from '../../src/project/download-progress.js'

/** The output of an install with two stages. */
function written(terminal: boolean): string {
  const stream = Object.assign(new PassThrough(), { isTTY: terminal, columns: 100 })
  const progress = installProgress(stream as unknown as NodeJS.WriteStream)
  progress.stage('downloading')
  progress.bytes(1.5e6, 6e6)
  progress.stage('compiling')
  progress.stop()
  return stripVTControlCharacters(String(stream.read()))
}

test('a terminal gets a bar with bytes, their total and the time', () => {
  expect(written(true)).toMatch(/downloading \.\.\.\n.*█+░+ 25% {2}1\.5 MB of 6\.0 MB {2}\d+m?s/)
})

test('a file gets a line for each stage', () => {
  expect(written(false)).toBe('downloading\ncompiling\n')
})
