/** @file The typed command, for reports and records. */

export function commandLine(args: readonly string[] = process.argv.slice(2)): string {
  return ['genspec', ...args.map(quoted)].join(' ')
}

function quoted(argument: string): string {
  return /^[\w./:=@%+,-]+$/.test(argument) ? argument : `'${argument.replaceAll("'", "'\\''")}'`
}
