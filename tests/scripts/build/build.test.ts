import { afterEach, describe, expect, it, vi } from 'vitest';
import { BuildError, build } from '../../../scripts/build/build';
import { configFiles, inputHash } from '../../../scripts/build/inputs';
import type { BuildRequest } from '../../../scripts/build/targets';

describe('build', () => {
  afterEach(() => {
    vi.restoreAllMocks();
  });

  it('says what is missing before it starts when memory does not suffice', async() => {
    vi.spyOn(process, 'availableMemory').mockReturnValue(1.2e9);

    // Nobody keeps a development build, so this one is never up to date.
    await expect(build('host', { mode: 'development' })).rejects.toThrow(
      new BuildError('The build (host) needs about 2.5 GB of free memory, and there are 1.2 GB.'),
    );
  });
});

describe('inputHash', () => {
  const request: BuildRequest = { target: 'host', mode: 'production', sourceMaps: false };

  it.each([
    { reason: 'the target', other: { target: 'standalone' } },
    { reason: 'the mode', other: { mode: 'development' } },
    { reason: 'source maps', other: { sourceMaps: true } },
  ] as const)('differs by $reason', ({ other }) => {
    expect(inputHash({ ...request, ...other })).not.toBe(inputHash(request));
  });

  it('covers the build itself', () => {
    expect(configFiles()).toStrictEqual(expect.arrayContaining([
      expect.stringMatching(/package-lock\.json$/), expect.stringMatching(/build\/rules\.ts$/), expect.stringMatching(/web-worker-loader\.cjs$/),
    ]));
  });
});
