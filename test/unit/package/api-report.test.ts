import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { reportOf } from '../../../tools/api/report.ts';

let folder = '';

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'api-report-test-'));
});

afterAll(() => rm(folder, { recursive: true }));

async function report(declarations: string): Promise<string> {
  const path = join(folder, 'entry.d.ts');
  await writeFile(path, declarations);
  return reportOf({ name: 'entry', declarations: path, folder });
}

const mark = '/** Marks a child. */\nexport declare function mark(id: string): void;\n';
const clear = '/** Clears a mark. */\nexport declare function clear(id: string): void;\n';

test('an option that is added changes the report', async () => {
  const before = await report(mark + clear);
  expect(before).toContain('export function mark(id: string): void;');
  expect(await report(mark.replace('id: string', 'id: string, at?: Date') + clear)).not.toBe(before);
});

test('a name that is removed changes the report', async () => {
  expect(await report(mark)).not.toBe(await report(mark + clear));
});

test('another order of the declarations, and other words in comments, leave the report as it was', async () => {
  expect(await report(clear + mark.replace('Marks', 'Records'))).toBe(await report(mark + clear));
});

test('a report has no path of the machine', async () => {
  expect(await report(mark + clear)).not.toContain(folder);
});
