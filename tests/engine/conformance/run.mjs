/**
 * @file TensorFlow.js' conformance suite on one backend: writes the result of each spec
 * as JSON. Usage: run.mjs cpu|portable OUTPUT
 */

import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { build } from 'esbuild'
import Jasmine from 'jasmine'

const require = createRequire(import.meta.url)
const [backend, output] = process.argv.slice(2)
if (backend === 'portable') {
  const { portableEngine } = await import('../../../src/engine/portable/engine.ts')
  await portableEngine.start({ threads: 2 })
} else {
  require('@tensorflow/tfjs-layers')
  require('@tensorflow/tfjs-backend-cpu')
}

// The suite is written for a bundler: imports without extensions, and its own copy of the core, which
// shares engine and kernels with the one above through global state.
const folder = mkdtempSync(join(tmpdir(), 'genspec-conformance-'))
const core = join(require.resolve('@tensorflow/tfjs-core/package.json'), '..', 'dist')
// Registered before the suite is loaded, since the suite reads it at once.
const environment = `
  import { setTestEnvs } from './jasmine_util.js'
  setTestEnvs([{ name: 'test', backendName: '${backend}', isDataSync: true }])
`

function withEnvironment({ onResolve, onLoad }) {
  onResolve({ filter: /^environment$/ }, ({ path }) => ({ path, namespace: 'environment' }))
  onLoad({ filter: /./, namespace: 'environment' }, () => ({
    contents: environment,
    resolveDir: core,
  }))
}

function withoutOldJasmine({ onResolve, onLoad }) {
  onResolve({ filter: /^jasmine-core/ }, ({ path }) => ({ path, namespace: 'old-jasmine' }))
  onLoad({ filter: /./, namespace: 'old-jasmine' }, () => ({
    contents: 'exports.core = () => ({})',
  }))
}

try {
  const suite = join(folder, 'suite.cjs')
  await build({
    stdin: { contents: "import 'environment'; import './tests.js'", resolveDir: core },
    bundle: true,
    // The package declares the suite free of side effects, so a bundler would leave it out.
    ignoreAnnotations: true,
    platform: 'node',
    format: 'cjs',
    outfile: suite,
    // The suite sets the timeout of the old jasmine-core that it depends on; this replaces it by the one here.
    plugins: [
      { name: 'environment', setup: withEnvironment },
      { name: 'old-jasmine', setup: withoutOldJasmine },
    ],
    // An optional dependency of the core, loaded by specs that concern no backend.
    external: ['node-fetch'],
    logLevel: 'error',
  })
  const runner = new Jasmine()
  runner.exitOnCompletion = false
  runner.clearReporters()
  const specs = []
  runner.addReporter({
    specDone: ({ fullName, status, failedExpectations }) =>
      specs.push({ fullName, status, why: failedExpectations[0]?.message }),
  })
  runner.env.configure({ random: false, forbidDuplicateNames: false })
  await import(pathToFileURL(suite).href)
  await runner.env.execute()
  writeFileSync(output, JSON.stringify(specs))
} finally {
  rmSync(folder, { recursive: true })
}
process.exit(0)
