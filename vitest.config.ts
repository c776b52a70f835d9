import vue from '@vitejs/plugin-vue';
import { defineConfig } from 'vitest/config';
import { resolution } from './scripts/shell-resolution.ts';

export default defineConfig({
  plugins: [vue()],
  resolve: resolution,
  test:    {
    include:       ['tests/**/*.test.ts'],
    exclude:       ['tests/browser/**', 'tests/cluster/**', 'tests/fixtures/**'],
    setupFiles:    ['tests/support/browser-globals.ts'],
    css:           false,
    silent:        'passed-only',
    reporters:     process.env.CI ? ['default', ['json', { outputFile: 'artifacts/test.json' }]] : ['default'],
  },
});
