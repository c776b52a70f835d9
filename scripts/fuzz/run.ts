import fc from 'fast-check';
import { cases, type Case } from './arbitraries';
import { lossIn } from './properties';

/** How many cases run between two looks at the progress. */
const CHUNK = 1000;
const BAR = 30;

function bar(done: number, total: number): string {
  const filled = Math.round(done / total * BAR);

  return `\r[${ '#'.repeat(filled) }${ ' '.repeat(BAR - filled) }] ${ done } of ${ total }`;
}

function loses(one: Case): string | undefined {
  try {
    return lossIn(one);
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

/** Runs random cases and reports each loss with what it takes to see it again. Resolves to the number of cases that lost something. */
export function fuzz(total: number, seed: number, log: (line: string) => void, progress: (text: string) => void): number {
  let lost = 0;

  for (let done = 0; done < total; done += CHUNK) {
    const numRuns = Math.min(CHUNK, total - done);
    const chunk = { seed: seed + done, numRuns };
    const before = lost;

    fc.assert(fc.property(cases, (one) => {
      lost += loses(one) === undefined ? 0 : 1;
    }), chunk);

    if (lost > before) {
      const { counterexample, counterexamplePath } = fc.check(fc.property(cases, (one) => loses(one) === undefined), chunk);
      const smallest = counterexample?.[0];

      log(`\nseed ${ chunk.seed }, path ${ counterexamplePath ?? '' }: ${ smallest ? loses(smallest) ?? '' : '' }\n${ JSON.stringify(smallest, null, 2) }`);
    }

    progress(bar(done + numRuns, total));
  }

  return lost;
}
