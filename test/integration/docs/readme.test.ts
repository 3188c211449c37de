import { execFile } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { Client } from 'pg';
import { AttendanceError, defaultLimits, isAttendanceError } from 'rollbook';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { tallyOutcomes } from '../../../src/domain/marks/outcome.ts';
import { createDatabase, type TestDatabase } from '../../support/database.ts';
import { describeOnPostgres } from '../../support/describe-on-postgres.ts';
import { codeBlocks, linksOf, sectionOf, tableOf } from '../support/markdown.ts';
import { membersOf, typeErrorsOf } from '../support/type-check.ts';

const root = fileURLToPath(new URL('../../..', import.meta.url));
const pages = [
  'README.md',
  'docs/decisions.md',
  'docs/postgres.md',
  'docs/adapters.md',
  'docs/messages.md',
  'docs/notifications.md',
  'docs/operating.md',
  'docs/queues.md',
  'docs/scaling.md',
  'docs/reliability.md',
  'CONTRIBUTING.md',
  'SECURITY.md',
];
const read = (path: string) => readFileSync(join(root, path), 'utf8');
const readme = read('README.md');

const namesIn = (heading: string) => tableOf(sectionOf(readme, heading)).map(([name = '']) => plain(name));

describe('the README', () => {
  test('lists exactly the error codes that there are, and says of each whether to try again', () => {
    const codes = membersOf(join(root, 'src/domain/errors.ts'), 'AttendanceErrorDetails');
    const shown = tableOf(sectionOf(readme, 'Errors')).map(([code = '', , answer]) => [plain(code), answer]);
    expect(codes.length).toBeGreaterThan(10);
    expect(Object.fromEntries(shown)).toEqual(Object.fromEntries(codes.map((code) => [code, toAnswer(code)])));
    expect(shown).toHaveLength(codes.length);
  });

  test('lists exactly the outcomes that there are', () => {
    expect(namesIn('Outcomes').toSorted()).toEqual(Object.keys(tallyOutcomes([])).toSorted());
  });

  test('lists the limits and the defaults that hold', () => {
    const shown = tableOf(sectionOf(readme, 'Limits')).map(([name = '', value = '']) => [name, value].map(plain));
    expect(shown).toEqual(Object.entries(defaultLimits).map(([name, value]) => [name, String(value)]));
  });

  test('lists exactly the events that there are', () => {
    expect(namesIn('Events').toSorted()).toEqual(
      membersOf(join(root, 'src/events/events.ts'), 'AttendanceEventMap').toSorted(),
    );
  });

  test('shows the quickstart example as it is', () => {
    expect(codeBlocks(sectionOf(readme, 'Quick start'), 'ts')).toEqual([read('examples/quickstart/main.ts')]);
  });

  test.each(pages)('names, in %s, only commands that package.json has', (page) => {
    const { scripts } = JSON.parse(read('package.json'));
    const run = [...read(page).matchAll(/npm (?:run ([\w:-]*\w)|(test)\b)/g)].map(([, script, test]) => script ?? test);
    expect(Object.keys(scripts)).toEqual(expect.arrayContaining(run));
  });

  test.each(pages)('links, in %s, only to files and headings that are there', (page) => {
    const broken = linksOf(read(page)).filter((link) => !leadsSomewhere(page, link));
    expect(broken).toEqual([]);
  });

  // Two minutes, where the machine is busy: it type-checks the package's own sources as well.
  test('has only code that compiles, as have the other pages', { timeout: 120_000 }, () => {
    const blocks = pages.flatMap((page) =>
      codeBlocks(read(page), 'ts').map((code, index) => [`${page}, block ${index + 1}`, code]),
    );
    const wrong = "await attendance.markAttendance({ childId, status: 'asleep', markedBy });";
    expect(typeErrorsOf(root, { ...Object.fromEntries(blocks), wrong })).toEqual([
      expect.stringMatching(/^wrong\.ts:1: .*"asleep"/),
    ]);
  });
});

describeOnPostgres('the Postgres section of the README', (server) => {
  const section = sectionOf(readme, 'Postgres');
  const [connect = '', ...transactions] = codeBlocks(section, 'ts');
  let database: TestDatabase;
  let client: Client;

  beforeAll(async () => {
    database = await createDatabase(server.url);
    client = new Client({ connectionString: database.url });
    await client.connect();
  });
  afterAll(async () => {
    await client.end();
    await database.drop();
  });

  test('does what it says when it is run from its first line to its last', async () => {
    expect(transactions).toHaveLength(2);
    await runOnBuild([connect]);
    for (const roster of codeBlocks(section, 'sql')) await client.query(roster);
    await client.query('create table excursions (school_id uuid, place text)');
    const children = await client.query('select school_id, id from attendance.children');
    const childIds = children.rows.map(({ id }) => id);
    await runOnBuild([connect, ...transactions], {
      schoolId: children.rows[0].school_id,
      childIds,
      markedBy: 'teacher-1',
    });

    const { rows } = await client.query(`
      select (select array_agg(place order by place) from excursions) as places,
        (select array_agg(outcome order by id) from attendance.revisions) as revisions,
        (select json_object_agg(status, count) from attendance.daily_counts) as counts`);
    expect(rows).toEqual([
      { places: ['the museum', 'the zoo'], revisions: ['recorded', 'recorded'], counts: { excused: 2 } },
    ]);
  });

  /** Runs code in one process, with what the roster has. */
  async function runOnBuild(blocks: readonly string[], given: object = {}): Promise<void> {
    const constants = Object.entries(given).map(([name, value]) => `const ${name} = ${JSON.stringify(value)};`);
    const code = [...constants, ...blocks, 'await attendance.close(); await db.destroy();'].join('\n');
    await promisify(execFile)(process.execPath, ['--input-type=module-typescript', '--eval', code], {
      cwd: root,
      env: { ...process.env, DATABASE_URL: database.url },
    });
  }
});

/** What the table says of an error that may, or may not, go away by itself. */
function toAnswer(code: string): 'yes' | 'no' {
  const error: unknown = Reflect.construct(AttendanceError, [code, '', {}]);
  return isAttendanceError(error) && error.retryable ? 'yes' : 'no';
}

/** A cell without backticks and without the commas of large numbers. */
function plain(cell: string): string {
  return cell.replaceAll(/[`,]/g, '');
}

function leadsSomewhere(page: string, link: string): boolean {
  if (/^https?:/.test(link)) return true;
  const [path = '', heading] = link.split('#');
  const target = path === '' ? page : join(dirname(page), path);
  if (!existsSync(join(root, target))) return false;
  return (
    heading === undefined ||
    [...read(target).matchAll(/^#+ (.*)$/gm)].some(([, title = '']) => slugOf(title) === heading)
  );
}

/** As GitHub makes an anchor of a heading. */
function slugOf(title: string): string {
  return title
    .toLowerCase()
    .replaceAll(/[^\w\- ]/g, '')
    .replaceAll(' ', '-');
}
