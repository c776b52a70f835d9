import { readdirSync } from 'node:fs';
import path from 'node:path';
import { isEsModule, namedExports } from './module-files';

/** Answers what a source stands for; `undefined` when nothing is there. */
type Resolves = (source: string) => Promise<string | undefined>;

const COMMENT = /^\s*(?:\/\/|\*|\/\*)|\s\/\/\s/;
const CONTEXT = /\brequire\.context\(\s*(['"`])([^'"`]+)\1\s*(?:,\s*(true|false)\s*)?(?:,\s*\/((?:\\.|[^/\n])+)\/([a-z]*)\s*)?(?:,[^)]*)?\)/g;
const LITERAL = /\brequire\(\s*(['"`])([^'"`$\n]+)\1\s*\)/g;
const ANY = /\brequire\s*\((?!\))/g;

/** What `require` of a name that is made up at run time gives: webpack would have packed the candidates, of which only assets are harmless to leave out. */
const REQUIRE_AT_RUN_TIME = `const __requireAtRunTime = (name) => {
  if (/\\.(?:svg|png|jpe?g|gif|webp|ico)$/.test(name)) { return name; }
  throw Object.assign(new Error(\`Cannot find module '\${ name }'\`), { code: 'MODULE_NOT_FOUND' });
};`;

function inComment(code: string, at: number): boolean {
  return COMMENT.test(code.slice(code.lastIndexOf('\n', at - 1) + 1, at));
}

async function replaceAsync(code: string, pattern: RegExp, replacement: (match: RegExpMatchArray) => Promise<string>): Promise<string> {
  const parts: string[] = [];
  let end = 0;

  for (const match of code.matchAll(pattern)) {
    parts.push(code.slice(end, match.index), inComment(code, match.index) ? match[0] : await replacement(match));
    end = match.index + match[0].length;
  }

  return parts.join('') + code.slice(end);
}

function filesIn(folder: string, deep: boolean): readonly string[] {
  try {
    return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
      const at = path.join(folder, entry.name);

      return entry.isDirectory() ? deep && entry.name !== 'node_modules' ? filesIn(at, deep) : [] : [at];
    });
  } catch {
    return [];
  }
}

/**
 * Code that webpack understands, as an ES module: `require` of a name becomes an import, `require.context` the files that it means,
 * `module.exports` exports. What is not found fails where it is called, as it would in the browser.
 */
export async function withoutWebpack(code: string, file: string, resolves: Resolves): Promise<string> {
  const isCommonJs = !isEsModule(code) && /\b(?:module\.exports|exports\.\w+)\b/.test(code);

  if (!isCommonJs && !/\brequire\b/.test(code)) {
    return code;
  }

  const imports: string[] = [];
  const hoist = (source: string): string => {
    imports.push(`import * as __required${ imports.length } from ${ JSON.stringify(source) };`);

    return `__required${ imports.length - 1 }`;
  };

  const withContexts = await replaceAsync(code, CONTEXT, async ([, , source = '', deep, pattern, flags]) => {
    const marker = await resolves(`${ source }/`) ?? path.resolve(path.dirname(file), source);
    const filter = pattern === undefined ? /^\.\/.*$/ : new RegExp(pattern, flags);
    const keys = filesIn(marker, deep !== 'false').map((at) => [`./${ path.relative(marker, at).split(path.sep).join('/') }`, at] as const).filter(([key]) => filter.test(key));
    // Only what lies beside the code is loaded: the shell's own contexts hold the whole dashboard.
    const modules = keys.map(([key, at]) => `${ JSON.stringify(key) }: ${ at.includes('node_modules') ? 'undefined' : hoist(at) }`);

    return `((modules) => Object.assign((key) => modules[key], { keys: () => Object.keys(modules), resolve: (key) => key, id: ${ JSON.stringify(source) } }))({ ${ modules.join(', ') } })`;
  });
  const withLiterals = await replaceAsync(withContexts, LITERAL, async ([, , source = '']) => {
    const found = await resolves(source);

    return found === undefined ? `__requireAtRunTime(${ JSON.stringify(source) })` : `(${ requiredValue(hoist(source), isCommonJs) })`;
  });
  const body = withLiterals.replaceAll(ANY, (match, at: number) => inComment(withLiterals, at) ? match : '__requireAtRunTime(');
  const head = [...imports, body.includes('__requireAtRunTime(') ? REQUIRE_AT_RUN_TIME : ''].join(' ').replaceAll('\n', ' ');

  return isCommonJs ? asEsModule(head, body) : `${ head }${ body }`;
}

/** CommonJS among CommonJS gets what the other one exported as a whole. */
function requiredValue(namespace: string, isCommonJs: boolean): string {
  return isCommonJs ? `${ namespace }.__commonJs ?? ${ namespace }` : namespace;
}

function asEsModule(head: string, body: string): string {
  const assigned = [...body.matchAll(/\bexports\.(\w+)\s*=/g)].map(([, name = '']) => name);
  const listed = [...body.matchAll(/\bmodule\.exports\s*=\s*\{([\s\S]*?)\n?\}/g)].flatMap(([, inner = '']) => [...inner.matchAll(/(?:^|[,{\s])(\w+)\s*(?=[,:(}]|$)/g)].map(([, name = '']) => name));

  return [
    `${ head }const module = { exports: {} }; const exports = module.exports; ${ body }`,
    ';const __commonJs = module.exports; export { __commonJs };',
    'export default __commonJs?.__esModule ? __commonJs.default : __commonJs;',
    namedExports('__commonJs', [...assigned, ...listed]),
  ].join('\n');
}
