import js from '@eslint/js';
import { defineConfig } from 'eslint/config';
import tseslint from 'typescript-eslint';

/** What each layer of src may import besides itself; see ARCHITECTURE.md. */
const layers = {
  core: [],
  shared: ['core'],
  node: ['core'],
  receiver: ['core', 'node'],
  vscode: ['core', 'node', 'receiver', 'shared'],
  cli: ['core', 'node', 'receiver'],
};

const names = Object.keys(layers);

/** Packages that core may use: pure functions without I/O. */
const purePackages = ['valibot', 'picomatch', 'mime', 'jsonpath-rfc9535'];

/** What of the editor shows text in which it looks for links and icons. */
const foreignTextShown =
  '^(show(Information|Warning|Error)Message|withProgress|setStatusBarMessage|(show|create)(InputBox|QuickPick)|MarkdownString)$';

function layer(name) {
  const forbidden = names.filter((other) => other !== name && !layers[name].includes(other));
  const patterns = [
    {
      regex: `^\\.\\./(?:.*/)?(?:${forbidden.join('|')})/`,
      message: `src/${name} may import only ${[name, ...layers[name]].join(', ')} (ARCHITECTURE.md, "Layers").`,
    },
  ];
  if (name !== 'vscode') patterns.push({ regex: '^vscode$', message: 'Only src/vscode knows the editor.' });
  if (name === 'core' || name === 'shared') {
    patterns.push({
      regex: `^(?!\\.|(?:${purePackages.join('|')})(?:/|$))`,
      message: `src/${name} does no I/O: no node:* modules, and only these packages: ${purePackages.join(', ')}.`,
    });
  }
  return {
    files: [`src/${name}/**/*.ts`],
    rules: {
      'no-restricted-imports': ['error', { patterns }],
      ...(name === 'core' || name === 'shared'
        ? { 'no-restricted-globals': ['error', 'process', 'Buffer', 'require', 'fetch', '__dirname', '__filename'] }
        : {}),
    },
  };
}

export default defineConfig(
  // AssemblyScript: its own compiler says what is wrong.
  { ignores: ['dist/**', 'out/**', 'node_modules/**', 'src/assembly/**'] },
  js.configs.recommended,
  {
    files: ['**/*.ts'],
    extends: [tseslint.configs.strictTypeChecked, tseslint.configs.stylisticTypeChecked],
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    rules: {
      '@typescript-eslint/no-unused-vars': ['error', { ignoreUsingDeclarations: true }],
      '@typescript-eslint/switch-exhaustiveness-check': ['error', { considerDefaultExhaustiveForUnions: true }],
      '@typescript-eslint/consistent-type-imports': 'error',
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true }],
      '@typescript-eslint/no-confusing-void-expression': ['error', { ignoreArrowShorthand: true }],
      eqeqeq: 'error',
      'no-console': 'error',
      'no-control-regex': 'off',
    },
  },
  ...names.map(layer),
  {
    files: ['src/vscode/**/*.ts'],
    ignores: ['src/vscode/plainWindow.ts'],
    rules: {
      'no-restricted-syntax': [
        'error',
        {
          selector: `MemberExpression[property.name=/${foreignTextShown}/]`,
          message: 'The editor makes links that run commands of foreign text there: ask src/vscode/plainWindow.ts.',
        },
      ],
    },
  },
  {
    files: ['media/**/*.ts'],
    rules: {
      'no-restricted-imports': [
        'error',
        {
          patterns: [
            {
              regex: '^\\.\\./(?:\\.\\./)*src/(?!shared/|core/)',
              message: 'Webview scripts know only src/shared and src/core.',
            },
          ],
        },
      ],
    },
  },
  {
    files: ['test/**/*.ts', 'bench/**/*.ts', 'build/*.js', 'esbuild.js', 'eslint.config.js'],
    languageOptions: { globals: { process: 'readonly', console: 'readonly' } },
    rules: { 'no-console': 'off', '@typescript-eslint/no-unused-expressions': 'off' },
  },
);
