import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include:     ['tests/package/**/*.spec.ts'],
    globalSetup: ['tests/package/support/global-setup.ts'],
    testTimeout: 120_000,
    hookTimeout: 120_000,
    reporters:   process.env.CI ? ['default', ['json', { outputFile: 'artifacts/package.json' }]] : ['default'],
  },
});
