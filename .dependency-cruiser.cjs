/** Data passes through these folders in this order; a folder imports only from itself and from earlier ones. */
const order = [
  'text',
  'files',
  'diagnostics',
  'random',
  'statistics',
  'language',
  'engine',
  'kinds',
  'claims',
  'trainers',
  'check',
  'plan',
  'data',
  'models',
  'training',
  'computations',
  'config',
  'store',
  'judge',
  'lock',
  'events',
  'runner',
  'report',
  'project',
  'cli',
  'api',
  'vitest',
]

module.exports = {
  forbidden: [
    { name: 'no-circular', severity: 'error', from: {}, to: { circular: true } },
    ...order.slice(0, -1).map((stage, index) => ({
      name: `${stage}-imports-only-earlier-stages`,
      severity: 'error',
      from: { path: `^src/${stage}/` },
      to: { path: `^src/(${order.slice(index + 1).join('|')}|[^/]+\\.ts$)` },
    })),
    {
      name: 'runs-do-not-check',
      comment: 'What a run does follows from its resolved set-up; specs are read before.',
      severity: 'error',
      from: {
        path: '^src/(claims|trainers|plan|data|models|training|computations|store|judge|lock|events|runner|report)/',
      },
      to: { path: '^src/(check|language)/' },
    },
    {
      name: 'backends-only-in-engine',
      comment:
        'TensorFlow.js is loaded by an engine and handed on; everyone else imports its types.',
      severity: 'error',
      from: { path: '^src/', pathNot: '^src/engine/' },
      to: { path: 'node_modules/@tensorflow/', dependencyTypesNot: ['type-only'] },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: { exportsFields: ['exports'], conditionNames: ['import', 'node'] },
  },
}
