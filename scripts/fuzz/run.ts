import fc from 'fast-check';
import { cases } from './arbitraries';
import { lossIn } from './properties';

/** How many cases run between two looks at the progress. */
const CHUNK = 1000;
const BAR = 30;

function bar(done: number, total: number): string {
  const filled = Math.round(done / total * BAR);

  return `\r[${ '#'.repeat(filled) }${ ' '.repeat(BAR - filled) }] ${ done } of ${ total }`;
}

/** Runs random cases and reports each loss with what it takes to see it again. Resolves to the number of cases that lost something. */
export function fuzz(total: number, seed: number, log: (line: string) => void, progress: (text: string) => void): number {
  let lost = 0;

  for (let done = 0; done < total; done += CHUNK) {
    const numRuns = Math.min(CHUNK, total - done);
    const property = fc.property(cases, (one) => {
      const loss = lossIn(one);

      if (loss !== undefined) {
        throw new Error(loss);
      }
    });
    const outcome = fc.check(property, { seed: seed + done, numRuns });

    if (outcome.failed) {
      const { errorInstance, counterexample, counterexamplePath } = outcome;

      lost++;
      log(`\nseed ${ seed + done }, path ${ counterexamplePath }: ${ errorInstance instanceof Error ? errorInstance.message : String(errorInstance) }\n${ JSON.stringify(counterexample?.[0], null, 2) }`);
    }

    progress(bar(done + numRuns, total));
  }

  return lost;
}
