/** Models: conformance, the save engine, the contract and the models' tests. Pages: an IP pool is edited in Chromium, through a Rancher dashboard. */
export type Suite = 'models' | 'pages';

/** A test that failed, or a file that could not be loaded. */
export interface Failure {
  /** `tests/base/save.test.ts > save > sends nothing`. */
  readonly name: string;
  readonly message: string;
}

/** What the process that runs the suites tells the one that started it. */
export type SuiteMessage =
  | { readonly type: 'collected'; readonly tests: number }
  | { readonly type: 'passed' }
  | { readonly type: 'failed'; readonly failure: Failure }
  | { readonly type: 'done' };
