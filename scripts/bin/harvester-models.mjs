#!/usr/bin/env node
const [major, minor] = process.versions.node.split('.').map(Number);

if (major < 20 || (major === 20 && minor < 19)) {
  console.error(`harvester-models needs Node 20.19 or newer; this is Node ${ process.versions.node }.`);
  process.exit(1);
}

const { register } = await import('tsx/esm/api');

register();

const { main } = await import('../cli.ts');

await main(process.argv);
