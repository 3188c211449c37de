import { setTimeout as delay } from 'node:timers/promises';
import { createAttendance } from 'rollbook';
import { createPostgresRepository } from 'rollbook/postgres';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { describeOnPostgres } from '../../support/describe-on-postgres.ts';
import { createSchoolDatabase, type SchoolDatabase } from '../support/school-database.ts';
import { rounds } from './support/rounds.ts';
import { notifierInto, readTelling } from './support/survivor.ts';
import { addToldSchool, createSentTable } from './support/told-school.ts';

describeOnPostgres('a worker that is stopped under load', (server) => {
  let database: SchoolDatabase;
  beforeAll(async () => {
    database = await createSchoolDatabase(server);
    await createSentTable(database);
  });
  afterAll(() => database?.drop());

  test('leaves no lease, and nothing is sent twice or lost', async () => {
    const { pool } = database;
    const { schoolId, childIds } = await addToldSchool(database, { children: 40 });
    const inTable = notifierInto(pool, 'worker');
    const attendance = createAttendance({
      repository: createPostgresRepository({ pool }),
      notifier: {
        notify: async (notification, context) => {
          await delay(Math.random() * 20);
          await inTable.notify(notification, context);
        },
      },
      notifications: { pollMs: 20 },
    });
    for (let round = 0; round < rounds; round += 1) {
      await attendance.notifications.start();
      const status = round % 2 === 0 ? 'absent' : 'present';
      await attendance.markBulkAttendance({ schoolId, childIds, status, markedBy: 'teacher' });
      await delay(Math.random() * 100);
      await attendance.notifications.stop();
      expect(await attendance.notifications.stats()).toMatchObject({ leased: 0, dead: 0 });
      const { rows } = await pool.query('select from attendance.deliveries where lease_token is not null');
      expect(rows).toEqual([]);
    }
    await attendance.notifications.drain();
    await attendance.close();

    const { repeated, unfinished, strange } = await readTelling(pool);
    const { rows } = await pool.query(`select state, count(*)::int from attendance.deliveries group by 1 order by 1`);
    console.log(`stopped ${rounds} times: ${JSON.stringify(rows)}, ${repeated} sent twice`);
    const dropped = rows.find(({ state }) => state === 'dropped')?.count ?? 0;
    expect({ repeated, strange, unfinished }).toEqual({ repeated: 0, strange: 0, unfinished: dropped });
  });
});
