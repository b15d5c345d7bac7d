/** @file GitHub's workflow commands: lines of output that GitHub shows beside the code. */

/** `::error file=a.gen,line=3,title=GS2001::unknown metric …` */
export function workflowCommand(
  level: 'error' | 'warning' | 'notice',
  properties: Record<string, string | number>,
  text: string,
): string {
  const listed = Object.entries(properties)
    .map(([name, value]) => `${name}=${escape(String(value), /[%\r\n:,]/g)}`)
    .join(',')
  return `::${level} ${listed}::${escape(text, /[%\r\n]/g)}`
}

function escape(text: string, special: RegExp): string {
  return text.replace(special, (character) => encodeURIComponent(character))
}
