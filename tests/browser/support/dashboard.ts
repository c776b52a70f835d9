import path from 'node:path';
import { chromium, type Browser, type BrowserContext, type Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, expect, inject } from 'vitest';
import { Cluster } from './cluster';
import { ConsoleWatch } from './console-watch';
import { CLUSTERS, type Mode } from './modes';

const ARTIFACTS = path.resolve(import.meta.dirname, '../../../artifacts/screenshots');

export const IP_POOLS = 'loadbalancer.harvesterhci.io.ippool';
export const LOAD_BALANCERS = 'loadbalancer.harvesterhci.io.loadbalancer';
export const NETWORKS = 'harvesterhci.io.networkattachmentdefinition';

/** A user in front of one mode's dashboard, with a new tab for each test. */
export class Dashboard {
  readonly cluster: Cluster;
  private readonly mode: Mode;
  private readonly url: string;
  private browser: Browser | undefined;
  private context: BrowserContext | undefined;
  private tab: { readonly page: Page; readonly watch: ConsoleWatch } | undefined;

  constructor(mode: Mode) {
    this.mode = mode;
    this.url = inject('serverUrls')[mode];
    this.cluster = new Cluster(`${ this.url }${ CLUSTERS[mode].base }`);
  }

  get page(): Page {
    return this.opened.page;
  }

  get watch(): ConsoleWatch {
    return this.opened.watch;
  }

  /** Opens a page of the product. `location` is `<type>`, `<type>/create` or `<type>/[<namespace>/]<name>`, with what is asked of it. */
  async open(location: string): Promise<void> {
    await this.page.goto(`${ this.url }/dashboard/harvester/c/${ CLUSTERS[this.mode].id }/${ location }`);
  }

  /** Keeps what the page looks like now, among the artifacts. */
  async screenshot(name: string): Promise<void> {
    await this.page.screenshot({ path: path.join(ARTIFACTS, this.mode, `${ name }.png`), animations: 'disabled' });
  }

  /** Sets the theme among the user's preferences; the next page that is opened follows it. */
  async setTheme(theme: 'light' | 'dark'): Promise<void> {
    const address = `${ this.url }/v1/userpreferences/admin`;
    const { data } = await (await fetch(address)).json() as { readonly data: object };
    const response = await fetch(address, {
      method: 'PUT', headers: { 'content-type': 'application/json' }, body: JSON.stringify({ data: { ...data, theme: JSON.stringify(`ui-${ theme }`) } }),
    });

    if (!response.ok) {
      throw new Error(`The preference was not kept: ${ response.status }`);
    }
  }

  /** Sets the language where the dashboard looks for it before it knows the user. */
  async setLocale(locale: string): Promise<void> {
    await this.context?.addCookies([{ name: 'R_LOCALE', value: locale, url: this.url }]);
  }

  async connect(): Promise<void> {
    this.browser = await chromium.connect(inject('browserEndpoint'));
    this.context = await this.browser.newContext({ viewport: { width: 1440, height: 900 } });
    this.context.setDefaultTimeout(15_000);
  }

  async newTab(): Promise<void> {
    const page = await this.context?.newPage();

    if (page) {
      this.tab = { page, watch: new ConsoleWatch(page) };
    }
  }

  async closeTab(): Promise<void> {
    await this.page.close();
    await this.context?.clearCookies();
    this.tab = undefined;
  }

  async disconnect(): Promise<void> {
    await this.context?.close();
    await this.browser?.close();
  }

  private get opened(): NonNullable<Dashboard['tab']> {
    if (!this.tab) {
      throw new Error('There is a page only while a test runs.');
    }

    return this.tab;
  }
}

/** A dashboard for the tests of a `describe` block. Every one of them fails when its page complains. */
export function useDashboard(mode: Mode): Dashboard {
  const dashboard = new Dashboard(mode);

  beforeAll(() => dashboard.connect());
  beforeEach(() => dashboard.newTab());
  afterEach(async({ task }) => {
    const { complaints } = dashboard.watch;

    if (task.result?.state === 'fail') {
      await dashboard.screenshot(`failed ${ task.name }`);
    }

    await dashboard.closeTab();
    expect(complaints).toStrictEqual([]);
  });
  afterAll(() => dashboard.disconnect());

  return dashboard;
}
