import { readFileSync } from 'node:fs';
import { type Kysely, sql } from 'kysely';
import { repositoryContract } from 'rollbook/testing';
import { afterAll, beforeAll, describe, expect, it, test } from 'vitest';
import { createPostgresStore, type PostgresStore } from '../../contract/postgres-store.ts';
import { describeOnPostgres } from '../../support/describe-on-postgres.ts';
import { createHost, secondsLater } from '../support/host.ts';
import { codeBlocks } from '../support/markdown.ts';
import { createSchoolDatabase, type SchoolDatabase } from '../support/school-database.ts';

const page = readFileSync(new URL('../../../docs/operate/partitions.md', import.meta.url), 'utf8');

/** Does as the page on partitions says, by its SQL, block by block. */
async function partition(db: Kysely<unknown>): Promise<void> {
  for (const text of codeBlocks(page, 'sql')) await sql.raw(text).execute(db);
}

describeOnPostgres('records and revisions partitioned by date', (server) => {
  let store: PostgresStore | undefined;
  beforeAll(async () => {
    store = await createPostgresStore(server.url, 'pool', 'uuid', { change: partition });
  });
  afterAll(() => store?.drop());

  repositoryContract({
    describe,
    it,
    create: async (input) => {
      if (!store) throw new Error('the store has not been created');
      return store.createFixture(input);
    },
  });
});

describeOnPostgres('a purge of partitions', (server) => {
  let database: SchoolDatabase;
  beforeAll(async () => {
    database = await createSchoolDatabase(server);
    await partition(database.db);
  });
  afterAll(() => database?.drop());

  test('leaves a row that has the place, in its own partition, of one that goes', async () => {
    const log = (date: string, recordedAt: Date) =>
      database.pool.query(
        `insert into attendance.revisions (school_id, child_id, date, session, id, outcome, marked_by, occurred_at, recorded_at)
        values (gen_random_uuid(), gen_random_uuid(), $1, 'day', 1, 'cleared', 'teacher', $2, $2)`,
        [date, recordedAt],
      );
    await log('2026-02-27', secondsLater(-86_400));
    await log('2026-03-02', secondsLater(0));
    const { rows } = await database.pool.query('select distinct ctid from attendance.revisions');
    expect(rows).toHaveLength(1);
    const attendance = createHost({ pool: database.pool });
    expect(await attendance.purge({ revisionsBefore: secondsLater(-60) })).toEqual({ deliveries: 0, revisions: 1 });
    const left = await database.pool.query('select date::text from attendance.revisions');
    expect(left.rows).toEqual([{ date: '2026-03-02' }]);
  });
});
