import { existsSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import { type Debt, findExcess, printDebt, shrinkDebt } from './debt.ts';
import { findProductFiles, readText } from './files.ts';
import { checkProse, type Finding, rules } from './rules.ts';

const debtPath = 'tools/prose/debt.json';

const help = `npm run check:prose                 every file; fails on more findings than ${debtPath} allows
npm run check:prose -- PATH…        every finding in some files or folders, the allowed ones too
npm run check:prose -- --json       counts and findings as JSON
npm run check:prose -- --write      takes from ${debtPath} what has been mended

Rules:
${Object.entries(rules)
  .map(([rule, text]) => `  ${rule.padEnd(9)} ${text}`)
  .join('\n')}`;

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { json: { type: 'boolean' }, write: { type: 'boolean' }, help: { type: 'boolean' } },
});
if (values.help) console.log(help);
else await check(positionals);

async function check(within: readonly string[]): Promise<void> {
  const debt: Debt = within.length === 0 && existsSync(debtPath) ? JSON.parse(await readText(debtPath)) : {};
  const found = await checkFiles(within);
  if (values.write) await writeFile(debtPath, printDebt(shrinkDebt(found, debt)));
  const excess = [...found].flatMap(([path, findings]) => findExcess(path, findings, debt));
  if (values.json) console.log(JSON.stringify(toJson(found), null, 2));
  else {
    for (const { path, rule, allowed, findings } of excess) {
      if (allowed > 0) console.log(`${path}: ${rule}: ${findings.length} of these, and ${allowed} are allowed`);
      for (const { line, text } of findings) console.log(`${path}:${line}: ${rule}: ${text}`);
    }
    console.log(summaryOf(found));
  }
  if (excess.length > 0) process.exitCode = 1;
}

async function checkFiles(within: readonly string[]): Promise<Map<string, Finding[]>> {
  const found = new Map<string, Finding[]>();
  for (const path of await findProductFiles(within)) found.set(path, checkProse(path, await readText(path)));
  if (found.size === 0) throw new Error(`no product file lies in ${within.join(', ')}`);
  return found;
}

function countsOf(found: ReadonlyMap<string, readonly Finding[]>): Record<string, number> {
  const all = [...found.values()].flat();
  const counts = Object.keys(rules).map((name) => [name, all.filter(({ rule }) => rule === name).length]);
  return Object.fromEntries(counts);
}

function summaryOf(found: ReadonlyMap<string, readonly Finding[]>): string {
  const counts = Object.entries(countsOf(found)).map(([rule, count]) => `${rule} ${count}`);
  return `${found.size} files: ${counts.join(', ')}`;
}

function toJson(found: ReadonlyMap<string, readonly Finding[]>) {
  const findings = [...found].flatMap(([path, ofFile]) => ofFile.map((finding) => ({ path, ...finding })));
  return { files: found.size, counts: countsOf(found), findings };
}
