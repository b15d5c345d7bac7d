/** @file Things that are asked for before they are used, so that what makes them works meanwhile. */

/**
 * The answers in order.
 * @param most how many are asked for beyond the one in use
 * @param unused told of those that nobody took, where the loop ends early
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
      // It is heard of when its turn comes.
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
