import { mkdirSync, mkdtempSync, renameSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { TestProject } from 'vitest/node';
import { root } from '../../../scripts/shell-resolution';
import { packPackage } from '../../../scripts/package/pack';
import { run } from '../../../scripts/package/run';

declare module 'vitest' {
  interface ProvidedContext {
    /** What `npm pack` made. */
    readonly tarball: string;
    /** A project that has the package in its `node_modules`, a shell beside it, and nothing else of this one. */
    readonly consumer: string;
  }
}

/** What a consumer has of its own: the shell brings it. */
const FROM_THE_SHELL = ['@rancher/shell', 'vue', 'vuex', 'vue-router', '@vue', '@types', 'lodash'];
/** What npm would install for the package. */
const DEPENDENCIES = ['cidr-tools', 'commander', 'fast-json-patch', 'ipaddr.js', 'js-yaml', 'sirv', 'vite', 'vitest', 'ws', 'yaml'];

/** Packs the package as an outsider would, and installs it into a project of its own. */
export async function setup({ provide }: TestProject): Promise<() => void> {
  const folder = mkdtempSync(path.join(tmpdir(), 'harvester-models-package-'));
  const consumer = path.join(folder, 'consumer');
  const modules = path.join(consumer, 'node_modules');
  const tarball = await packPackage(folder);

  mkdirSync(path.join(modules, '@rancher'), { recursive: true });
  await run('tar', ['-xzf', tarball], { cwd: modules });
  renameSync(path.join(modules, 'package'), path.join(modules, 'harvester-models'));

  for (const name of [...FROM_THE_SHELL, ...DEPENDENCIES]) {
    symlinkSync(path.join(root, 'node_modules', name), path.join(modules, name));
  }

  provide('tarball', tarball);
  provide('consumer', consumer);

  return () => {
    rmSync(folder, { recursive: true });
  };
}
