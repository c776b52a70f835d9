import { ESLint, Linter } from 'eslint';
import tseslint from 'typescript-eslint';
import { beforeAll, describe, expect, it } from 'vitest';
import { root } from '../../../scripts/shell-resolution';

const RULE = 'harvester/no-direct-writes';

interface Config {
  readonly plugins: Linter.Config['plugins'];
  readonly rules: Readonly<Record<string, Linter.RuleEntry | undefined>>;
}

const eslint = new ESLint({ cwd: root });

function configOf(file: string): Promise<Config> {
  return eslint.calculateConfigForFile(file) as Promise<Config>;
}

/** What the project's rule says of a line in a file of the project. */
async function complaints(code: string, file = 'models/core/secret.ts'): Promise<readonly (string | null)[]> {
  const { plugins, rules } = await configOf(file);
  const messages = new Linter().verify(code, [{
    files: ['**/*.ts'], languageOptions: { parser: tseslint.parser }, ...(plugins ? { plugins } : {}), rules: { [RULE]: rules[RULE] ?? 'off' },
  }], { filename: 'snippet.ts' });

  return messages.map(({ ruleId, message }) => ruleId ?? message);
}

// The plugins of the configuration take their time to load.
beforeAll(() => configOf('models/core/secret.ts'), 60_000);

describe('the rule against writes past the save engine', () => {
  it.each([
    ['a PUT through the model\'s store', 'this.$dispatch("request", { opt: { method: "put", url, data }, type });'],
    ['a PATCH through a store by name', 'store.dispatch("harvester/request", { opt: { method: "PATCH", url } });'],
    ['a POST through a store whose name is worked out', 'store.dispatch(`${ inStore }/request`, { opt: { url, method: "post" } });'],
    ['a request whose options stand elsewhere', 'this.$dispatch("request", { opt, type });'],
    ['a method that is worked out', 'this.$dispatch("request", { opt: { url, method } });'],
    ['options that are put together', 'this.$dispatch("request", { opt: { url, ...more } });'],
    ['the options as the payload itself', 'store.dispatch("rancher/request", { url, method: "put" });'],
    ['a PUT behind a link', 'this.followLink("update", { method: "PUT", data });'],
    ['axios, by method', 'axios.put(url, data);'],
    ['axios, of the store', 'this.$store.$axios.patch(url, data);'],
    ['axios, by options', 'axios({ url, method: "post", data });'],
    ['fetch', 'fetch(url, { method: "PUT", body });'],
    ['fetch of the window', 'window.fetch(url, { method: "patch", body });'],
  ])('finds %s', async(_case, code) => {
    expect(await complaints(code)).toStrictEqual([RULE]);
  });

  it.each([
    ['a request without a method', 'this.$dispatch("request", { opt: { url }, type });'],
    ['a GET', 'store.dispatch("harvester/request", { opt: { url, method: "get" } });'],
    ['a link that is read', 'this.followLink("view", { headers });'],
    ['fetch of an address', 'fetch(url);'],
    ['a save', 'resource.save();'],
    ['an action', 'this.doAction("restart", { force: true });'],
    ['another dispatch', 'this.$dispatch("load", { data });'],
    ['a map\'s own `put`', 'cache.put(key, value);'],
  ])('lets %s be', async(_case, code) => {
    expect(await complaints(code)).toStrictEqual([]);
  });

  it.each([
    ['models/core/secret.ts', 'error'],
    ['models/registry.ts', 'error'],
    ['pkg/harvester/product.ts', 'error'],
    ['pkg/harvester/components/ModelForm.vue', 'error'],
    ['models/base/save-engine.ts', 'off'],
    ['scripts/serve.ts', 'off'],
  ])('holds in %s: %s', async(file, level) => {
    const { rules } = await configOf(file);

    expect(rules[RULE]).toStrictEqual(level === 'error' ? [2] : undefined);
  });
});
