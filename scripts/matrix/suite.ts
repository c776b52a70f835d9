import path from 'node:path';
import { startVitest, type CliOptions, type Reporter, type TestCase, type TestModule, type Vitest } from 'vitest/node';
import { root } from '../shell-resolution';
import type { Failure, Suite, SuiteMessage } from './suite-result';

/** What runs no code of the shell, or not the one under test. */
const LEFT_OUT = [
  // Pages: they come with the extension, on the shell that it was built with. `npm run matrix -- --host` opens them.
  'tests/components/**', 'tests/browser/**',
  // What `check` finds is the shell's doing: the tests tell what is lost on 3.0.13.
  'tests/check/**',
  // The embedded API, the command line and the build.
  'tests/scripts/**', 'tests/cluster/**', 'tests/base/fuzz.test.ts', 'tests/fixtures/**',
];

function send(message: SuiteMessage): void {
  process.send?.(message);
}

function failureOf(name: string, errors: readonly { readonly message: string }[]): Failure {
  return { name, message: errors.map(({ message }) => message).join('\n') };
}

const reporter: Reporter = {
  onTestModuleCollected(module: TestModule) {
    send({ type: 'collected', tests: [...module.children.allTests()].filter(({ options }) => options.mode === 'run').length });
  },
  onTestCaseResult(test: TestCase) {
    const { state, errors = [] } = test.result();

    if (state === 'failed') {
      send({ type: 'failed', failure: failureOf(`${ path.relative(root, test.module.moduleId) } > ${ test.fullName }`, errors) });
    } else if (state === 'passed') {
      send({ type: 'passed' });
    }
  },
  onTestModuleEnd(module: TestModule) {
    const errors = module.errors();

    if (errors.length) {
      send({ type: 'failed', failure: failureOf(path.relative(root, module.moduleId), errors) });
    }
  },
  onTestRunEnd(_modules, errors) {
    if (errors.length) {
      send({ type: 'failed', failure: failureOf('outside of any test', errors) });
    }
  },
};

const common: CliOptions = { root, run: true, watch: false, reporters: [reporter], silent: true };

const SUITES: Readonly<Record<Suite, () => Promise<Vitest>>> = {
  // A slow machine is no fault of the shell's.
  models: () => startVitest('test', [], { ...common, exclude: LEFT_OUT, testTimeout: 60_000 }),
  pages:  () => startVitest('test', ['tests/browser/selector-edit.test.ts'], { ...common, config: 'vitest.browser.config.ts', testNamePattern: /\(rancher\)/ }),
};

/** The process that runs the suites: its own, because where the shell is found is decided once, as the configuration is loaded. */
const vitest = await SUITES[process.argv[2] === 'pages' ? 'pages' : 'models']();

await vitest.close();
process.send?.({ type: 'done' } satisfies SuiteMessage, undefined, {}, () => process.exit(0));
