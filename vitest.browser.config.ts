import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include:     ['tests/browser/**/*.test.ts'],
    testTimeout: 120_000,
    hookTimeout: 300_000,
    // One browser and one build at a time: the tests share two cores with the pages they drive.
    fileParallelism: false,
    reporters:       process.env.CI ? ['default', ['json', { outputFile: 'artifacts/browser.json' }]] : ['default'],
  },
});
