/** @file Validators of JSON from files: each reports the fault of a value, and its place. */

/** @returns `undefined` for a valid value, else the place and the fault: `.seed is -1` */
export type Validator = (value: unknown) => string | undefined

export const anything: Validator = () => undefined

export const text: Validator = (value) => (typeof value === 'string' ? undefined : ' is not a text')

export const flag: Validator = (value) =>
  typeof value === 'boolean' ? undefined : ' is not true or false'

export function oneOf(...values: readonly unknown[]): Validator {
  return (value) => (values.includes(value) ? undefined : ` is not one of ${values.join(', ')}`)
}

/** A finite number; JSON has no others. */
export function number(range: { min?: number; max?: number; whole?: boolean } = {}): Validator {
  const { min = -Infinity, max = Infinity, whole = false } = range
  return (value) => {
    if (typeof value !== 'number' || !Number.isFinite(value)) return ' is not a number'
    if (whole && !Number.isInteger(value)) return ` is ${value}, not an integer`
    if (value < min) return ` is ${value}, below ${min}`
    if (value > max) return ` is ${value}, above ${max}`
    return undefined
  }
}

export function list(item: Validator): Validator {
  return (value) => {
    if (!Array.isArray(value)) return ' is not a list'
    for (let index = 0; index < value.length; index++) {
      const wrong = item(value[index])
      if (wrong !== undefined) return `[${index}]${wrong}`
    }
    return undefined
  }
}

/** An object with any names, whose values `item` accepts. */
export function dictionary(item: Validator): Validator {
  return (value) => {
    if (!isObject(value)) return ' is not an object'
    for (const [name, one] of Object.entries(value)) {
      const wrong = item(one)
      if (wrong !== undefined) return `.${name}${wrong}`
    }
    return undefined
  }
}

/** An object with these fields; others are ignored. */
export function fields(
  required: Record<string, Validator>,
  optional: Record<string, Validator> = {},
): Validator {
  const shapes = [
    ...Object.entries(required).map(([name, shape]) => ({ name, shape, needed: true })),
    ...Object.entries(optional).map(([name, shape]) => ({ name, shape, needed: false })),
  ]
  return (value) => {
    if (!isObject(value)) return ' is not an object'
    for (const { name, shape, needed } of shapes) {
      const one = value[name]
      if (one === undefined) {
        if (needed) return `.${name} is missing`
        continue
      }
      const wrong = shape(one)
      if (wrong !== undefined) return `.${name}${wrong}`
    }
    return undefined
  }
}

export function either(one: Validator, other: Validator): Validator {
  return (value) => one(value) && other(value)
}

export function nullOr(shape: Validator): Validator {
  return (value) => (value === null ? undefined : shape(value))
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
