import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { apiReports, REPORTS } from '../../scripts/package/api-report';
import { root } from '../../scripts/shell-resolution';

describe('public API', () => {
  it('is the one in docs/api', async () => {
    for (const [name, report] of await apiReports(root)) {
      const file = path.join(root, REPORTS, name);
      const kept = existsSync(file) ? readFileSync(file, 'utf8') : '';

      expect(report, `The public API differs from ${ REPORTS }/${ name }. If that is meant: npm run api:update, and a line in CHANGELOG.md.`).toBe(kept);
    }
  });
});
