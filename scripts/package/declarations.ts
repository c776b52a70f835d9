import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import ts from 'typescript';
import { ambientModules, declaredName } from './shell-declarations';

/** Where this library says what it uses of the shell, as ambient modules. */
const SHELL = 'models/base/shell.d.ts';

/** Where the package keeps those modules: as files of its own, so that a consumer's `@shell/*` stay what they are. */
const SHELL_FOLDER = 'shell';

/** Packages whose types stand elsewhere than their `exports` say. */
const TYPES_ELSEWHERE: Readonly<Record<string, string>> = { vuex: 'vuex/types/index.js' };

interface Declarations {
  readonly root: string;
  readonly outDir: string;
  /** Relative to the root. */
  readonly entries: readonly string[];
}

function relative(from: string, to: string): string {
  const found = path.posix.relative(path.posix.dirname(from), to);

  return found.startsWith('.') ? found : `./${ found }`;
}

/**
 * Writes the `.d.ts` of the entries and of all that they need, in the folders of the sources. Relative imports get the extension that
 * Node's resolution asks for; imports of the shell lead to files of the package, which say as much of the shell as this library uses.
 */
export function writeDeclarations({ root, outDir, entries }: Declarations): void {
  const options = { ...readOptions(root), noEmit: false, declaration: true, emitDeclarationOnly: true, outDir, rootDir: root };
  const program = ts.createProgram([...entries, SHELL].map((file) => path.join(root, file)), options);
  const shell = ambientModules(SHELL, readFileSync(path.join(root, SHELL), 'utf8'));
  const used = new Set<string>();

  /** A specifier as the package has it. `from` is the file that it stands in, relative to the root. */
  function packaged(specifier: string, from: string): string {
    const declared = declaredName(shell, specifier);

    if (TYPES_ELSEWHERE[specifier] !== undefined) {
      return TYPES_ELSEWHERE[specifier];
    }
    if (declared !== undefined) {
      used.add(declared);

      return relative(from, shellFile(declared, 'js'));
    }
    if (specifier.startsWith('@models/')) {
      return relative(from, `${ specifier.slice(1) }.js`);
    }

    return specifier.startsWith('.') ? withExtension(specifier, path.join(root, path.dirname(from))) : specifier;
  }

  const inPackage: ts.TransformerFactory<ts.SourceFile | ts.Bundle> = (context) => (node) => {
    const from = ts.isSourceFile(node) ? path.relative(root, node.fileName) : '';
    // Nodes that the compiler made for the declarations know no parent.
    const visitIn = (parent: ts.Node) => (child: ts.Node): ts.Node => (
      ts.isStringLiteral(child) && namesModule(parent) ? context.factory.createStringLiteral(packaged(child.text, from), true) : ts.visitEachChild(child, visitIn(child), context)
    );

    return ts.visitEachChild(node, visitIn(node), context);
  };
  const { diagnostics } = program.emit(undefined, undefined, undefined, true, { afterDeclarations: [inPackage] });

  if (diagnostics.length) {
    throw new Error(ts.formatDiagnostics(diagnostics, { getCurrentDirectory: () => root, getCanonicalFileName: (file) => file, getNewLine: () => '\n' }));
  }

  // A declaration may need another one: the set grows while it is walked.
  for (const name of used) {
    const file = shellFile(name, 'd.ts');
    const text = (shell.get(name) ?? '').replace(/ from '([^']+)'/g, (_, specifier: string) => ` from '${ packaged(specifier, file) }'`);

    mkdirSync(path.dirname(path.join(outDir, file)), { recursive: true });
    writeFileSync(path.join(outDir, file), `${ text }\n`);
  }
}

function readOptions(root: string): ts.CompilerOptions {
  const host = { ...ts.sys, onUnRecoverableConfigFileDiagnostic: ({ messageText }: ts.Diagnostic) => { throw new Error(ts.flattenDiagnosticMessageText(messageText, '\n')); } };
  const parsed = ts.getParsedCommandLineOfConfigFile(path.join(root, 'tsconfig.json'), {}, host);

  return parsed?.options ?? {};
}

/** The compiler may name a folder instead of the `index` in it. */
function withExtension(specifier: string, folder: string): string {
  return existsSync(path.join(folder, `${ specifier }.ts`)) ? `${ specifier }.js` : `${ specifier }/index.js`;
}

/** `@shell/models/*` is `shell/models/any`. */
function shellFile(name: string, extension: string): string {
  return `${ SHELL_FOLDER }/${ name.replace(/^@/, '').replace(/^shell\//, '').replace('*', 'any') }.${ extension }`;
}

/** True for what has a module's name in it: an import, an export from, or the argument of an import type. */
function namesModule(node: ts.Node): boolean {
  return ts.isImportDeclaration(node) || ts.isExportDeclaration(node) || ts.isLiteralTypeNode(node);
}
