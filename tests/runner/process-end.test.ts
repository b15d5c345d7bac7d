import { spawnSync } from 'node:child_process'
import { describe, expect, test } from 'vitest'
import { explainEnd } from '../../src/runner/process-end.js'

/** The end of a Node process that runs this script. */
function endOf(script: string, ...flags: string[]) {
  const { status, signal, stderr } = spawnSync(process.execPath, [...flags, '-e', script], {
    encoding: 'utf8',
  })
  return { code: status, signal, errorText: stderr }
}

describe('the end of a process that said nothing', () => {
  test.each([
    [
      'an exception',
      endOf('function f() { throw new TypeError("x is not a function") }; f()'),
      { reason: 'its process ended with an error: TypeError: x is not a function', machine: false },
    ],
    [
      'an exception with details and a cause',
      endOf(
        'throw Object.assign(new Error("outer\\nmore", { cause: new RangeError("inner") }), { code: "E1", list: [1] })',
      ),
      { reason: 'its process ended with an error: Error: outer', machine: false },
    ],
    [
      'a module that is missing',
      endOf('import "nowhere"', '--input-type=module'),
      {
        reason: expect.stringMatching(
          /^its process ended with an error: Error \[ERR_MODULE_NOT_FOUND\]: Cannot find package 'nowhere'/,
        ),
        machine: false,
      },
    ],
    [
      'an exhausted heap',
      endOf('const kept = []; for (;;) kept.push([kept.length])', '--max-old-space-size=20'),
      {
        reason: expect.stringMatching(/^it needs more JavaScript memory than the \d/),
        machine: false,
      },
    ],
    [
      'a code alone',
      endOf('process.exit(7)'),
      { reason: 'its process ended with code 7', machine: true },
    ],
    [
      'a code and a last word',
      endOf('console.error("CUDA driver is gone\\n"); process.exit(7)'),
      { reason: 'its process ended with code 7: CUDA driver is gone', machine: true },
    ],
    [
      'a signal',
      endOf('process.kill(process.pid, "SIGKILL")'),
      {
        reason: 'its process was killed (SIGKILL); the machine may have run out of memory',
        machine: true,
      },
    ],
    [
      'a signal and a last word',
      endOf('console.error("terminate called: std::bad_alloc"); process.abort()'),
      {
        reason: expect.stringMatching(/^its process was killed \(SIGABRT\): terminate called/),
        machine: true,
      },
    ],
  ])('%s', (_, end, loss) => {
    expect(explainEnd(end)).toEqual(loss)
  })
})
