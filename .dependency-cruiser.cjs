/**
 * Who may import whom (docs/architecture.md): main → bot, jobs, web → services → models. `config.ts` and `texts/` are open to all
 * and lean on nobody; `sandbox/` is the outside world, so neither side knows the other.
 */

/** What runs in production; everything else may be deleted. */
const PRODUCTION =
  '^(main\\.ts|start-roles\\.ts|config\\.ts|log\\.ts|texts/|bot/|services/|models/|jobs/|web/)';

/** @type {import('dependency-cruiser').IConfiguration} */
module.exports = {
  forbidden: [
    {
      name: 'no-cycles',
      comment:
        'Two files that import each other are one file, or a third is missing. Naming the type of a neighbour makes no cycle.',
      severity: 'error',
      from: {},
      to: { circular: true, viaOnly: { dependencyTypesNot: ['type-only'] } },
    },
    {
      name: 'nothing-imports-main',
      severity: 'error',
      from: { pathNot: '^(main\\.ts$|test/)' },
      to: { path: '^(main|start-roles)\\.ts$' },
    },
    {
      name: 'config-and-texts-lean-on-nobody',
      comment: 'All may import them, so they may import nothing of the house but themselves.',
      severity: 'error',
      from: { path: '^(config\\.ts|texts/)' },
      to: { path: '^(bot|services|models|jobs|web)/' },
    },
    {
      name: 'config-stands-alone',
      severity: 'error',
      from: { path: '^config\\.ts$' },
      to: { path: '^texts/' },
    },
    {
      name: 'models-only-import-models',
      severity: 'error',
      from: { path: '^models/' },
      to: { path: '^(bot|services|jobs|web)/' },
    },
    {
      name: 'services-know-no-edge',
      comment: 'The bot, the jobs and the web call services, never the other way round.',
      severity: 'error',
      from: { path: '^services/' },
      to: { path: '^(bot|jobs|web)/' },
    },
    {
      name: 'services-know-no-framework-of-an-edge',
      comment: 'No chat, no HTTP request and no queue worker in what the business does.',
      severity: 'error',
      from: { path: '^(services|models|texts)/' },
      to: { path: '^node_modules/(grammy|@grammyjs/[^/]+|fastify|@fastify/[^/]+|bullmq)/' },
    },
    {
      name: 'edges-do-not-meet',
      comment: 'What bot, jobs and web share is a service or a text.',
      severity: 'error',
      from: { path: '^(bot|jobs|web)/' },
      to: { path: '^(bot|jobs|web)/', pathNot: '^$1/' },
    },
    {
      name: 'edges-reach-models-through-services',
      comment:
        'The shape of a record is theirs to read (import type); reading and writing records is a service.',
      severity: 'error',
      from: { path: '^(bot|jobs|web)/' },
      to: { path: '^models/', dependencyTypesNot: ['type-only'] },
    },
    {
      name: 'providers-are-chosen-by-main',
      comment:
        'Which company answers is decided in one place; all others see the interface that a service offers.',
      severity: 'error',
      from: { pathNot: '^((main|start-roles)\\.ts$|services/|test/|scripts/)' },
      to: { path: '^services/providers/' },
    },
    {
      name: 'production-needs-no-workshop',
      comment: 'sandbox/, test/, bench/, gallery/ and scripts/ can be deleted and production still runs.',
      severity: 'error',
      from: { path: PRODUCTION },
      to: { path: '^(sandbox|test|bench|gallery|scripts)/' },
    },
    {
      name: 'sandbox-knows-no-production',
      comment:
        'It speaks the protocols of the outside world, so it would notice if our side spoke them wrongly.',
      severity: 'error',
      from: { path: '^sandbox/' },
      to: { path: PRODUCTION },
    },
    {
      name: 'sandbox-is-for-trying-out',
      severity: 'error',
      from: { pathNot: '^(sandbox/|test/|bench/|gallery/|scripts/screenshots\\.ts$)' },
      to: { path: '^sandbox/' },
    },
    {
      name: 'tests-are-imported-by-tests',
      severity: 'error',
      comment:
        'The gallery walks as the tests do, with the same people; the screenshots open the same browser.',
      from: { pathNot: '(^(test|gallery)/|^scripts/screenshots\\.ts$|\\.test\\.ts$)' },
      to: { path: '(^test/|\\.test\\.ts$)' },
    },
    {
      name: 'benchmarks-are-imported-by-benchmarks',
      severity: 'error',
      from: { pathNot: '^bench/' },
      to: { path: '^bench/' },
    },
    {
      name: 'production-imports-dependencies-only',
      comment: '`npm ci --omit=dev` is all that production gets.',
      severity: 'error',
      from: { path: PRODUCTION },
      to: { dependencyTypes: ['npm-dev'] },
    },
    {
      name: 'packages-are-listed',
      comment: 'A package that another one happened to bring may be gone tomorrow: list it in package.json.',
      severity: 'error',
      from: {},
      to: { dependencyTypes: ['npm-no-pkg', 'npm-unknown'] },
    },
    {
      name: 'imports-resolve',
      severity: 'error',
      from: {},
      to: { couldNotResolve: true },
    },
  ],
  options: {
    doNotFollow: { path: '^node_modules' },
    exclude: { path: '^(data|dist|artefacts|coverage)/' },
    // Imports of types count too: they are knowledge of each other as well.
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'node', 'default', 'types'],
    },
  },
};
