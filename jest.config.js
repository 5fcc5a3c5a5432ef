export default {
  testMatch: ['<rootDir>/test/**/*.test.ts', '<rootDir>/sandbox/**/*.test.ts'],
  extensionsToTreatAsEsm: ['.ts'],
  transform: {
    '^.+\\.ts$': [
      '@swc/jest',
      { jsc: { target: 'es2022', parser: { syntax: 'typescript' } }, module: { type: 'es6' } },
    ],
  },
  testEnvironment: 'node',
  globalSetup: '<rootDir>/test/support/start-for-all-files.mjs',
  globalTeardown: '<rootDir>/test/support/stop-for-all-files.mjs',
  injectGlobals: false,
  testTimeout: 30_000,
  maxWorkers: 2,
  // What test files leave in a worker's memory makes it slower and slower; one that has grown is replaced.
  workerIdleMemoryLimit: '600MB',
};
