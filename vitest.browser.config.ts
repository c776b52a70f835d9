import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include:     ['tests/browser/**/*.test.ts'],
    globalSetup: ['tests/browser/support/global-setup.ts'],
    testTimeout: 60_000,
    hookTimeout: 60_000,
    // One page at a time: the tests share two cores with the pages they drive.
    fileParallelism: false,
    reporters:       process.env.CI ? ['default', ['json', { outputFile: 'artifacts/browser.json' }]] : ['default'],
  },
});
