import ts from 'typescript';

/** The modules that an ambient declaration file describes: the text inside `declare module`, by the module's name, wildcards as they stand. */
export function ambientModules(file: string, text: string): ReadonlyMap<string, string> {
  const source = ts.createSourceFile(file, text, ts.ScriptTarget.Latest, true);
  const modules = new Map<string, string>();

  for (const statement of source.statements) {
    if (ts.isModuleDeclaration(statement) && ts.isStringLiteral(statement.name) && statement.body && ts.isModuleBlock(statement.body)) {
      const { statements } = statement.body;
      const body = text.slice(statements.pos, statements.end).replace(/^ {2}/gm, '').trim();

      modules.set(statement.name.text, [modules.get(statement.name.text), body].filter(Boolean).join('\n'));
    }
  }

  return modules;
}

/** The declared module that a name stands for: itself, or the wildcard that fits. */
export function declaredName(modules: ReadonlyMap<string, string>, name: string): string | undefined {
  return modules.has(name) ? name : [...modules.keys()].find((pattern) => pattern.endsWith('*') && name.startsWith(pattern.slice(0, -1)));
}
