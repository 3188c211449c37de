import type { Attendance } from 'rollbook';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { describeOnPostgres } from '../../support/describe-on-postgres.ts';
import { createSchoolDatabase, type SchoolDatabase } from '../support/school-database.ts';
import { waitUntil } from '../support/wait-until.ts';
import { rounds } from './support/rounds.ts';
import { createSurvivor, isIdle, readTelling } from './support/survivor.ts';
import { addToldSchool, createSentTable, type ToldSchool } from './support/told-school.ts';
import { startWorkerProcess } from './support/worker-process.ts';

const leaseMs = 600;

describeOnPostgres('a worker that is paused beyond its lease', (server) => {
  let database: SchoolDatabase;
  let school: ToldSchool;
  let survivor: Attendance;
  beforeAll(async () => {
    database = await createSchoolDatabase(server);
    await createSentTable(database);
    school = await addToldSchool(database, { children: 2 });
    survivor = createSurvivor(database.pool);
  });
  afterAll(async () => {
    await survivor?.close();
    await database?.drop();
  });

  test('and resumed has every acknowledgement refused: what it held is somebody else’s by then', async () => {
    const { pool, url } = database;
    const { schoolId, childIds } = school;
    const figures = { rounds, refused: 0, accepted: 0 };
    for (let round = 0; round < rounds; round += 1) {
      await pool.query('truncate sent, attendance.deliveries');
      const status = round % 2 === 0 ? 'absent' : 'present';
      await survivor.markBulkAttendance({ schoolId, childIds, status, markedBy: 'teacher' });
      const worker = startWorkerProcess(url, { fate: 'pause', moment: 'acknowledgement', leaseMs });
      await worker.untilPaused();
      await waitUntil('the survivor has delivered everything', async () => {
        await survivor.notifications.drain();
        return isIdle(await survivor.notifications.stats());
      });
      const before = await readStates(database);

      worker.resume();
      await waitUntil('the worker has heard what came of its acknowledgements', () =>
        worker.lines.some((line) => line.startsWith('accepted')),
      );
      await worker.stop();

      expect(await readStates(database)).toEqual(before);
      expect(await readTelling(pool)).toMatchObject({ deliveries: 4, sent: 4, unfinished: 0 });
      for (const line of worker.lines.filter((said) => said.startsWith('accepted'))) {
        const [, accepted = 0, settled = 0] = /^accepted (\d+) of (\d+)$/.exec(line)?.map(Number) ?? [];
        figures.accepted += accepted;
        figures.refused += settled - accepted;
      }
    }
    console.log(`paused (lease ${leaseMs} ms): ${JSON.stringify(figures)}`);
    expect(figures.accepted).toBe(0);
    expect(figures.refused).toBeGreaterThanOrEqual(rounds);
  });
});

async function readStates({ pool }: SchoolDatabase): Promise<unknown[]> {
  const { rows } = await pool.query(
    'select job_id, number, state, attempt, settled_at from attendance.deliveries order by job_id, number',
  );
  return rows;
}
