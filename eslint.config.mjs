import vitest from '@vitest/eslint-plugin';
import noBarrelFiles from 'eslint-plugin-no-barrel-files';
import vue from 'eslint-plugin-vue';
import accessibility from 'eslint-plugin-vuejs-accessibility';
import tseslint from 'typescript-eslint';

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
    // Configuration files and Vue pages are what their loaders demand a default export of.
    files: ['*.config.ts', '**/*.vue', '**/*.d.ts', 'pkg/harvester/index.ts'],
    rules: { 'no-restricted-exports': 'off' },
  },
  {
    files: ['scripts/**/*.ts', 'tests/**/*.ts'],
    rules: { 'no-console': 'off' },
  },
);
