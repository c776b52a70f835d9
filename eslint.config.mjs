import vitest from '@vitest/eslint-plugin';
import noBarrelFiles from 'eslint-plugin-no-barrel-files';
import vue from 'eslint-plugin-vue';
import accessibility from 'eslint-plugin-vuejs-accessibility';
import tseslint from 'typescript-eslint';

const WRITES = /^(put|patch|post)$/i;
const READS = /^(get|head|delete)$/i;

/** The text of a literal, or of the end of a template: `${ store }/request`. */
function textOf(node) {
  return node?.type === 'Literal' ? String(node.value) : node?.type === 'TemplateLiteral' ? node.quasis.at(-1).value.cooked : undefined;
}

function propertyOf(node, name) {
  return node?.type === 'ObjectExpression' ? node.properties.find(({ key }) => key && (key.name ?? key.value) === name)?.value : undefined;
}

/** Whether a request with these options sends an object, or nobody can tell. Without a method it reads. */
function mayWrite(options) {
  const method = propertyOf(options, 'method');
  const isOpen = options?.type !== 'ObjectExpression' || options.properties.some(({ type }) => type === 'SpreadElement');

  return method ? !READS.test(textOf(method) ?? '') : options !== undefined && isOpen;
}

/** A write past the save engine: it would send the whole object, and lose what others wrote meanwhile. */
const noDirectWrites = {
  meta:   { type: 'problem', schema: [], messages: { direct: 'A direct write goes past the save engine: change the resource and call `save()`, or `doAction` for an action.' } },
  create: (context) => ({
    CallExpression(node) {
      const { callee, arguments: [first, second] } = node;
      const name = callee.property?.name ?? callee.name;
      const owner = callee.object?.property?.name ?? callee.object?.name ?? '';
      const isRequest = /^\$?dispatch$/.test(name) && /^(.*\/)?request$/.test(textOf(first) ?? '') && mayWrite(propertyOf(second, 'opt') ?? second);
      const isFetch = (name === 'fetch' && mayWrite(second)) || (name === 'followLink' && mayWrite(second));
      const isAxios = (/axios$/.test(owner) && (WRITES.test(name) || (name === 'request' && mayWrite(first)))) || (/axios$/.test(name) && mayWrite(first));

      if (isRequest || isFetch || isAxios) {
        context.report({ node, messageId: 'direct' });
      }
    },
  }),
};

export default tseslint.config(
  { ignores: ['node_modules', 'dist', 'dist-pkg', '.cache', 'artifacts', 'coverage', 'tests/fixtures', 'pkg/*/.shell'] },
  {
    files:   ['**/*.ts', '**/*.vue'],
    extends: [...tseslint.configs.strictTypeChecked],
    plugins: { 'no-barrel-files': noBarrelFiles },
    languageOptions: { parserOptions: { projectService: true, extraFileExtensions: ['.vue'] } },
    rules: {
      'no-barrel-files/no-barrel-files': 'error',
      'no-console': 'error',
      'no-restricted-exports': ['error', { restrictDefaultExports: { direct: true, named: true, defaultFrom: true, namedFrom: true, namespaceFrom: true } }],
      '@typescript-eslint/consistent-type-imports': 'error',
      '@typescript-eslint/no-unused-vars': ['error', { ignoreRestSiblings: true, argsIgnorePattern: '^_', varsIgnorePattern: '^_', destructuredArrayIgnorePattern: '^_' }],
      // A template literal with a number in it says what it says.
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true }],
      // The shell's forms take a list of texts as the rejection of a save.
      '@typescript-eslint/only-throw-error': ['error', { allow: [{ from: 'lib', name: ['Array', 'ReadonlyArray'] }] }],
      // A model's Spec and Status are what a subclass says they are.
      '@typescript-eslint/no-unnecessary-type-parameters': 'off',
      // Dynamic keys are what maps from the wire have.
      '@typescript-eslint/no-dynamic-delete': 'off',
    },
  },
  {
    files: ['models/!(base)/**/*.ts', 'models/base/harvester-resource.ts', 'models/base/save-engine.ts'],
    rules: {
      'no-restricted-syntax': ['error', {
        selector: 'PropertyDefinition[declare!=true][static!=true]',
        message:  'A plain class field wipes what the base constructor assigned: use `declare`.',
      }],
    },
  },
  {
    files:   ['models/**/*.ts', 'pkg/**/*.{ts,vue}'],
    ignores: ['models/base/{model-transport,save-engine}.ts'],
    plugins: { harvester: { rules: { 'no-direct-writes': noDirectWrites } } },
    rules:   { 'harvester/no-direct-writes': 'error' },
  },
  {
    files:   ['**/*.vue'],
    extends: [...vue.configs['flat/recommended'], ...accessibility.configs['flat/recommended']],
    languageOptions: { parserOptions: { parser: tseslint.parser } },
  },
  {
    files:   ['tests/**/*.ts'],
    plugins: { vitest },
    rules: {
      ...vitest.configs.recommended.rules,
      'vitest/prefer-strict-equal': 'error',
      'vitest/no-focused-tests': 'error',
      'vitest/no-disabled-tests': 'error',
    },
  },
  {
    // The npm package's entries say what is public.
    files: ['models/index.ts', 'scripts/package/{conformance,testing,vitest}.ts'],
    rules: { 'no-barrel-files/no-barrel-files': 'off' },
  },
  {
    // Configuration files and Vue pages are what their loaders demand a default export of.
    files: ['*.config.ts', '**/*.vue', '**/*.d.ts', 'pkg/harvester/index.ts'],
    rules: { 'no-restricted-exports': 'off' },
  },
  {
    files: ['scripts/**/*.ts', 'tests/**/*.ts'],
    rules: { 'no-console': 'off' },
  },
  {
    // What is said to whoever develops an extension, and to nobody else.
    files: ['models/base/warn.ts'],
    rules: { 'no-console': ['error', { allow: ['warn'] }] },
  },
);
