import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { root } from '../shell-resolution';
import { apiReports, REPORTS } from './api-report';

mkdirSync(path.join(root, REPORTS), { recursive: true });

for (const [name, report] of await apiReports(root)) {
  writeFileSync(path.join(root, REPORTS, name), report);
}
