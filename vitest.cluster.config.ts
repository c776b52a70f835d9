import vue from '@vitejs/plugin-vue';
import { defineConfig } from 'vitest/config';
import { resolution } from './scripts/shell-resolution.ts';

export default defineConfig({
  plugins: [vue()],
  resolve: resolution,
  test:    {
    include:     ['tests/cluster/**/*.test.ts'],
    setupFiles:  ['tests/support/browser-globals.ts'],
    globalSetup: ['tests/cluster/support/global-setup.ts'],
    css:         false,
    silent:      'passed-only',
    testTimeout: 60_000,
    hookTimeout: 240_000,
    // One control plane for all, on the two cores that the tests have as well.
    fileParallelism: false,
    reporters:       process.env.CI ? ['verbose', ['json', { outputFile: 'artifacts/cluster.json' }]] : ['verbose'],
  },
});
