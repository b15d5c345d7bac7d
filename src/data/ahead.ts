/** @file Requests made ahead of their use, so that their answers are prepared in the meantime. */

/**
 * Yields the answers in order.
 * @param most the number of requests beyond the one in use
 * @param unused receives unused answers if the loop ends early
 */
export async function* ahead<T>(
  count: number,
  most: number,
  ask: (index: number) => T | Promise<T>,
  unused: (value: T) => void = () => undefined,
): AsyncGenerator<T, void, void> {
  const asked: Promise<T>[] = []
  let next = 0
  const fill = () => {
    while (next < count && asked.length < most) {
      const one = Promise.resolve(ask(next++))
      // The rejection is handled when the answer is awaited; this keeps Node from reporting it before.
      one.catch(() => undefined)
      asked.push(one)
    }
  }
  try {
    fill()
    while (asked.length > 0) {
      const value = await (asked.shift() as Promise<T>)
      fill()
      yield value
    }
  } finally {
    for (const one of await Promise.allSettled(asked)) {
      if (one.status === 'fulfilled') unused(one.value)
    }
  }
}
