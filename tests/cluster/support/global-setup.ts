import type { TestProject } from 'vitest/node';
import { buildBinaries } from '../../../scripts/cluster/binaries';
import { startCluster } from '../../../scripts/cluster/start';
import { USERS, type User } from '../../support/users';

declare module 'vitest' {
  interface ProvidedContext {
    /** Where Steve listens, in front of the control plane that all tests share. */
    readonly steveUrl: string;
    /** The token of each user. */
    readonly userTokens: Readonly<Record<User, string>>;
  }
}

/** Builds the control plane when it is not up to date, starts it, and ends it after the last test. */
export async function setup({ provide }: TestProject): Promise<() => Promise<void>> {
  const binaries = await buildBinaries((message) => {
    console.log(message);
  });
  const cluster = await startCluster(binaries, USERS);

  provide('steveUrl', cluster.steveUrl);
  provide('userTokens', cluster.userTokens);

  return () => cluster.close();
}
