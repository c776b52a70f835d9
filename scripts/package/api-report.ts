import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { build } from 'tsdown';
import ts from 'typescript';
import { compiled, ENTRIES } from './entries';

/** Where the reports are kept, relative to the project. */
export const REPORTS = 'docs/api';

/** A declaration file without comments and private members: what is left is what a consumer can rely on. */
function bare(file: string): string {
  const source = ts.createSourceFile(file, readFileSync(file, 'utf8'), ts.ScriptTarget.Latest);

  return ts.createPrinter({ removeComments: true }).printFile(source)
    .replace(/^ +private .*\n/gm, '')
    .replace(/^export \{ (.*) \};$/m, (_, names: string) => `export {\n    ${ names.split(', ').join(',\n    ') }\n};`);
}

function report(entry: string, declarations: string): string {
  return `# \`${ path.posix.join('harvester-models', entry) }\`\n\nWhat this entry exports, and what that needs. Written by \`npm run api:update\`.\n\n\`\`\`ts\n${ declarations }\`\`\`\n`;
}

/** The public API of each entry by the report's name: every declaration that the built entry exports, and what those need. */
export async function apiReports(root: string): Promise<ReadonlyMap<string, string>> {
  const outDir = mkdtempSync(path.join(tmpdir(), 'harvester-models-api-'));
  const reports = new Map<string, string>();

  try {
    for (const [entry, source] of Object.entries(ENTRIES)) {
      const name = entry === '.' ? 'index' : entry.slice('./'.length);

      await build({
        config: false, cwd: root, entry: { [`${ name }.d`]: compiled(source, 'd.ts') }, outDir, clean: false, logLevel: 'silent', dts: { emitDtsOnly: true, sourcemap: false },
      });
      reports.set(`${ name }.api.md`, report(entry, bare(path.join(outDir, `${ name }.d.mts`))));
    }
  } finally {
    rmSync(outDir, { recursive: true, force: true });
  }

  return reports;
}
