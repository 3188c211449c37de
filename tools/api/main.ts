import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { entries } from '../entries.ts';
import { reportOf } from './report.ts';

const help = `npm run check:api              fails where an entry of the build is not as its report in api/ says
npm run check:api -- --write   writes the reports`;

const { values } = parseArgs({ options: { write: { type: 'boolean' }, help: { type: 'boolean' } } });
if (values.help) console.log(help);
else await checkReports();

async function checkReports(): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'api-report-'));
  try {
    for (const { name } of entries) await checkReport(name, folder);
  } finally {
    await rm(folder, { recursive: true });
  }
}

async function checkReport(name: string, folder: string): Promise<void> {
  const path = `api/${name}.api.md`;
  const today = await reportOf({ name, declarations: `dist/${name}.d.ts`, folder });
  const known = existsSync(path) ? await readFile(path, 'utf8') : '';
  if (today === known) return;
  if (values.write) {
    await mkdir('api', { recursive: true });
    await writeFile(path, today);
    console.log(`${path} is written.`);
    return;
  }
  process.exitCode = 1;
  console.log(`${path} is not what the build exports. If the change is meant: npm run check:api -- --write`);
  if (known !== '')
    spawnSync('git', ['diff', '--no-index', '--', path, join(folder, `${name}.api.md`)], { stdio: 'inherit' });
}
