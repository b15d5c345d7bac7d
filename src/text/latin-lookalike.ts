/** @file Letters of other scripts that look like Latin letters. */

const letters = new Map(
  [
    ['асԁеһіјӏорԛѕԝхуѵ', 'acdehijlopqswxyv'],
    ['АВСЕНІЈКМОРԚЅТԜХҮ', 'ABCEHIJKMOPQSTWXY'],
    ['ο', 'o'],
    ['ΑΒΕΖΗΙΚΜΝΟΡΤΥΧ', 'ABEZHIKMNOPTYX'],
  ].flatMap(([others = '', latin = '']) => [...latin].map((one, at) => [others[at] ?? '', one])),
)

export function isLookalike(letter: string): boolean {
  return letters.has(letter)
}

/** The Latin word that a word looks like; `undefined` if it is Latin itself or looks like no Latin word. */
export function latinLookalike(word: string): string | undefined {
  const latin = [...word].map((letter) => letters.get(letter) ?? letter).join('')
  return latin !== word && /^[\w.-]*$/.test(latin) ? latin : undefined
}
