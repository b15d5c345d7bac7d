#!/usr/bin/env node
import process from 'node:process'

const oldest = 20

/** What keeps genspec from starting is the environment's: exit code 2, as of the command line. */
function refuse(message) {
  process.stderr.write(`genspec: ${message}\n`)
  process.exit(2)
}

if (Number.parseInt(process.versions.node, 10) < oldest) {
  refuse(`Node ${oldest} or later is needed, and this is ${process.version}`)
}
const { main } = await import('../dist/cli/main.js').catch((error) => {
  if (error.syscall !== undefined) refuse(error.message)
  if (error.code !== 'ERR_MODULE_NOT_FOUND') throw error
  refuse(
    `the installation lacks a file (${error.message}); install genspec again, or, in a clone of it, run \`npm ci && npm run build\``,
  )
})
await main(process.argv)
