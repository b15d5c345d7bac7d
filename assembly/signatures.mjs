/** @file A step of the compiler: writes the parameters of each kernel to src/engine/portable/signatures.ts. */

const FILE = 'src/engine/portable/signatures.ts'
/** The first parameters of every kernel, which src/engine/portable/pool.ts passes. */
const FIRST = ['begin: i32', 'end: i32', 'scratch: usize']
/** The types of the other parameters, besides enums. */
const TYPES = ['Address', 'Flag', 'usize', 'i32', 'f32', 'f64']

/** The parameters after the first ones, by name. */
function parametersOf(name, prototype) {
  const all = prototype.functionTypeNode.parameters.map((parameter) => [
    parameter.name.text,
    parameter.type.name.identifier.text,
  ])
  const first = all
    .slice(0, FIRST.length)
    .map(([name, type]) => `${name.replace(/^_/, '')}: ${type}`)
  if (first.join() !== FIRST.join())
    throw new Error(`kernel ${name} does not start with ${FIRST.join(', ')}`)
  return all.slice(FIRST.length)
}

/** The names of an enum's values, which are 0, 1, 2, … */
function valuesOf(type, prototype) {
  const values = prototype.lookup(type)?.declaration.values
  if (!values)
    throw new Error(
      `kernel ${prototype.name} takes a ${type}, not an enum or one of ${TYPES.join(', ')}`,
    )
  if (values.some(({ initializer }) => initializer)) throw new Error(`enum ${type} counts from 0`)
  return values.map(({ name }) => name.text)
}

const fields = (indent, entries) =>
  entries.map(([name, value]) => `${indent}${name}: ${value},\n`).join('')

export default class {
  async afterInitialize(program) {
    const kernels = [...program.filesByName.get('assembly/index').exports].sort(([a], [b]) =>
      a < b ? -1 : 1,
    )
    const enums = new Map()
    let signatures = ''
    for (const [name, prototype] of kernels) {
      const parameters = parametersOf(name, prototype)
      for (const [, type] of parameters) {
        if (TYPES.includes(type)) continue
        const values = valuesOf(type, prototype)
        if (enums.has(type) && enums.get(type).join() !== values.join())
          throw new Error(`there are two enums ${type}`)
        enums.set(type, values)
      }
      signatures += `  ${name}: {\n${fields(
        '    ',
        parameters.map(([name, type]) => [name, `'${type}'`]),
      )}  },\n`
    }
    let codes = ''
    for (const [type, values] of enums)
      codes += `  ${type}: {\n${fields(
        '    ',
        values.map((value, code) => [value, code]),
      )}  },\n`
    const text = `/** @file Written by \`npm run build:wasm\` from assembly/index.ts. */

/** What each kernel takes after its tasks and its scratch, in order. */
export const signatures = {
${signatures}} as const

/** The values of the kernels' enums. */
export const codes = {
${codes}} as const
`
    if (!(await this.writeFile(FILE, text, this.baseDir))) throw new Error(`cannot write ${FILE}`)
  }
}
