import { defineConfig } from 'tsdown';
import { writeDeclarations } from './scripts/package/declarations.ts';
import { DATA, OUT_DIR, PROGRAMS, sources } from './scripts/package/entries.ts';

const root = import.meta.dirname;
const entries = Object.values(sources());

/** The npm package: one file per module, so that a bundler takes what is used and the data stands where its reader looks for it. */
export default defineConfig({
  entry:    [...entries, ...PROGRAMS],
  root,
  outDir:   OUT_DIR,
  format:   'esm',
  platform: 'neutral',
  // What the toolchain of every shell 3.x reads in node_modules without compiling it.
  target:    'es2020',
  unbundle:  true,
  sourcemap: true,
  dts:       false,
  // The consumer's bundler has the shell; nothing else is taken in either.
  deps:      { neverBundle: [/^@shell\//, /^@components\//, /^node:/], onlyBundle: [] },
  copy:      [...DATA],
  logLevel:  'warn',
  hooks:     {
    'build:done': () => {
      writeDeclarations({ root, outDir: `${ root }/${ OUT_DIR }`, entries });
    },
  },
});
