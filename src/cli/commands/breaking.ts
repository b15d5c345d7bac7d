/** @file `genspec breaking --against REF`: claims that a change to the specs weakens. */

import { Command } from '@commander-js/extra-typings'
import chalk from 'chalk'
import type { Claim } from '../../claims/claim.js'
import { suggestion } from '../../diagnostics/suggest.js'
import { workflowCommand } from '../../diagnostics/render/workflow-command.js'
import { type Weakening, weakenings } from '../../lock/weakening.js'
import { checkSpecs } from '../../project/check-specs.js'
import { claimsAt, requireCommit } from '../../project/git-specs.js'
import { type Project, openProject } from '../../project/project.js'
import { pathsInRepository } from '../../project/repository.js'
import { UsageError, hasSpecs } from '../../project/spec-files.js'
import { formatCount } from '../../text/amounts.js'
import { exitCodes } from '../../project/exit-codes.js'
import { profileOption } from '../options.js'
import { printDiagnostics } from '../print-diagnostics.js'
import { printJson } from '../print-json.js'
import { mapTexts, printable } from '../../text/visible.js'

export function breakingCommand() {
  return new Command('breaking')
    .description('list every claim that demands less than at another commit')
    .argument('[paths...]', 'specs, or folders of specs', ['.'])
    .requiredOption('--against <ref>', 'the commit to compare with, such as main')
    .addOption(profileOption)
    .option(
      '--allow <claim>',
      'a claim that is weakened on purpose, or `all`; repeat it for several claims',
      (name: string, previous: string[]) => [...previous, name],
      [] as string[],
    )
    .option('--json', 'the list as JSON')
    .action(async (paths, { against, profile, allow, json }) => {
      const project = await openProject()
      await requireCommit(project, against)
      const before = await claimsAt(project, against, paths, profile)
      const there = await Promise.all(paths.map((given) => hasSpecs(project, given)))
      // The claims of a removed spec are removed too.
      const now = there.includes(true) ? await claimsNow(project, paths, profile) : []
      requireClaims(allow, [...before, ...now])
      const found = weakenings(before, now).map((one) => ({
        ...one,
        ...((allow.includes(one.claim) || allow.includes('all')) && { allowed: true as const }),
      }))
      const refused = found.filter(({ allowed }) => !allowed)
      if (json) printJson(found)
      else {
        const shown = mapTexts(found, printable)
        process.stdout.write(textOf(shown, before.length, printable(against)))
      }
      if (!json && project.environment.githubActions)
        process.stdout.write(annotations(project, found))
      process.exitCode = refused.length > 0 ? exitCodes.claimFailed : exitCodes.passed
    })
}

/** @throws UsageError for a name to allow that no claim has, here or at the other commit */
function requireClaims(names: readonly string[], claims: readonly Claim[]): void {
  const known = new Set(claims.map(({ name }) => name))
  const unknown = names.find((name) => name !== 'all' && !known.has(name))
  if (unknown === undefined) return
  const hint = suggestion(unknown, [...known])
  throw new UsageError(
    `--allow: there is no claim \`${unknown}\`, here or at that commit${hint ? `; ${hint}` : ''}`,
  )
}

async function claimsNow(
  project: Project,
  paths: readonly string[],
  profile: string | undefined,
): Promise<Claim[]> {
  const { claims, diagnostics } = await checkSpecs(project, paths, { profile })
  printDiagnostics(diagnostics)
  return claims
}

interface Found extends Weakening {
  /** It is weakened on purpose. */
  allowed?: true
}

/** At the lines of the claims, which GitHub shows beside the change. */
function annotations({ root }: Project, found: readonly Found[]): string {
  const pathOf = pathsInRepository(root)
  return found
    .map(({ claim, file, line, what, allowed }) => {
      const title = `${claim}: weakened${allowed ? ' on purpose' : ''}`
      return workflowCommand(
        allowed ? 'notice' : 'error',
        { file: pathOf(file), line, title },
        what,
      )
    })
    .map((text) => `${text}\n`)
    .join('')
}

function textOf(found: readonly Found[], claims: number, against: string): string {
  if (found.length === 0) {
    return `no claim demands less than at ${against} (${formatCount(claims, 'claim')} compared)\n`
  }
  const lines = found.map(
    ({ claim, file, line, what, allowed }) =>
      `${chalk.bold(claim)}  ${chalk.dim(`${file}:${line}`)}${allowed ? '  allowed' : ''}\n  ${what}\n`,
  )
  const count = (some: readonly Found[]) =>
    new Set(some.map(({ claim, file }) => `${file} ${claim}`)).size
  const allowed = count(found.filter((one) => one.allowed))
  const aside = allowed === 0 ? '' : `, ${allowed} of them allowed`
  return `${lines.join('')}\n${formatCount(count(found), 'claim')} weakened since ${against}${aside}\n`
}
