#!/usr/bin/env node
import { existsSync } from 'node:fs';

const [major, minor] = process.versions.node.split('.').map(Number);

if (major < 20 || (major === 20 && minor < 19)) {
  console.error(`harvester-models needs Node 20.19 or newer; this is Node ${ process.versions.node }.`);
  process.exit(1);
}

// A checkout runs its sources; the npm package has a command line of its own, compiled.
const isCheckout = existsSync(new URL('../cli.ts', import.meta.url));

if (isCheckout) {
  const { register } = await import('tsx/esm/api');

  register();
}

const { main } = await import(isCheckout ? '../cli.ts' : '../../dist/npm/scripts/package/cli.js');

await main(process.argv);
