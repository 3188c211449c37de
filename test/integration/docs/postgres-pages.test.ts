import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { Client } from 'pg';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { createDatabase, type TestDatabase } from '../../support/database.ts';
import { describeOnPostgres } from '../../support/describe-on-postgres.ts';
import { codeBlocks, sectionOf } from '../support/markdown.ts';
import { read, root } from '../support/pages.ts';

const readme = read('README.md');
const [connect = ''] = codeBlocks(sectionOf(readme, 'Postgres'), 'ts');
const rosters = codeBlocks(read('docs/guide/roster.md'), 'sql');
const transactions = codeBlocks(read('docs/guide/transactions.md'), 'ts');
const copies = codeBlocks(sectionOf(readme, 'Your own tables'), 'sql');

describeOnPostgres('the README and the guide, on Postgres,', (server) => {
  let database: TestDatabase;
  let client: Client;

  beforeEach(async () => {
    database = await createDatabase(server.url);
    client = new Client({ connectionString: database.url });
    await client.connect();
    await runOnBuild([connect]);
  });
  afterEach(async () => {
    await client.end();
    await database.drop();
  });

  test('do what they say when they are run from the first line to the last', async () => {
    expect([rosters.length, transactions.length]).toEqual([1, 2]);
    for (const roster of rosters) await client.query(roster);
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

  test("copy a host's own tables, again and again", async () => {
    expect(copies).toHaveLength(1);
    await client.query(`
      create table schools (id uuid primary key, name text not null);
      create table students (id uuid primary key, school_id uuid not null, full_name text not null, class_name text,
        joined_on date, left_on date);
      create table parents (id uuid primary key, student_id uuid not null, name text not null, phone text);
      insert into schools values (gen_random_uuid(), 'TK Melati');
      insert into students select gen_random_uuid(), id, 'Budi', 'K1', '2026-01-05', null from schools;
      insert into parents select gen_random_uuid(), id, 'Dewi', '0812' from students`);
    await client.query(`begin; ${copies.join('')} commit`);
    await client.query("update students set full_name = 'Budi Santoso', class_name = 'K2'");
    await client.query(`begin; ${copies.join('')} commit`);

    const { rows } = await client.query(`
      select s.name as school, s.timezone, c.name as child, e.class_id, g.name as guardian, g.contact
      from attendance.schools s join attendance.children c on c.school_id = s.id
      join attendance.enrolments e on e.child_id = c.id join attendance.guardians g on g.child_id = c.id`);
    expect(rows).toEqual([
      {
        school: 'TK Melati',
        timezone: 'Asia/Jakarta',
        child: 'Budi Santoso',
        class_id: 'K2',
        guardian: 'Dewi',
        contact: { phone: '0812' },
      },
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
