/** @file The progress of an installation: a bar with bytes and time on a terminal, otherwise a line for each stage. */

import { Presets, SingleBar } from 'cli-progress'
import prettyMilliseconds from 'pretty-ms'
import type { InstallListener } from '../engine/tensorflow/install/install.js'
import { formatBytes } from '../text/bytes.js'

export interface InstallProgress extends InstallListener {
  stop(): void
}

export function installProgress(stream: NodeJS.WriteStream): InstallProgress {
  return stream.isTTY ? bar(stream) : lines(stream)
}

function bar(stream: NodeJS.WriteStream): InstallProgress {
  let current: SingleBar | undefined
  let start = 0
  const stop = () => {
    current?.stop()
    current = undefined
  }
  return {
    stage(stage) {
      stop()
      start = performance.now()
      stream.write(`${stage} ...\n`)
    },
    bytes(done, total) {
      // `total` and `value` are the bar's own words.
      const shown = {
        amount: formatBytes(done) + (total === undefined ? '' : ` of ${formatBytes(total)}`),
        time: prettyMilliseconds(performance.now() - start, { secondsDecimalDigits: 0 }),
      }
      if (current === undefined) {
        const format = `  ${total === undefined ? '' : '{bar} {percentage}%  '}{amount}  {time}`
        const options = { format, stream, hideCursor: true, clearOnComplete: true }
        current = new SingleBar(options, Presets.shades_classic)
        current.start(total ?? Number.MAX_SAFE_INTEGER, done, shown)
      }
      current.update(done, shown)
    },
    stop,
  }
}

function lines(stream: NodeJS.WriteStream): InstallProgress {
  return {
    stage: (name) => void stream.write(`${name}\n`),
    bytes: () => undefined,
    stop: () => undefined,
  }
}
