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
/** Each round marks another status than the one before, over all tests. */
let played = 0;

describeOnPostgres('a worker that is killed', (server) => {
  let database: SchoolDatabase;
  let school: ToldSchool;
  let survivor: Attendance;
  beforeAll(async () => {
    database = await createSchoolDatabase(server);
    await createSentTable(database);
    school = await addToldSchool(database, { children: 5 });
    survivor = createSurvivor(database.pool);
  });
  afterAll(async () => {
    await survivor?.close();
    await database?.drop();
  });

  /** Marks everybody, lets a worker die, and another one finish. */
  async function playRound(moment: 'claim' | 'send' | 'acknowledgement') {
    const { pool, url } = database;
    await pool.query('truncate sent, attendance.deliveries');
    const { schoolId, childIds } = school;
    played += 1;
    const status = played % 2 === 0 ? 'absent' : 'present';
    await survivor.markBulkAttendance({ schoolId, childIds, status, markedBy: 'teacher' });
    const worker = startWorkerProcess(url, { fate: 'die', moment, leaseMs });
    const signal = await worker.ended;
    const killedAt = performance.now();
    await waitUntil('everything is delivered', async () => {
      await survivor.notifications.drain();
      return isIdle(await survivor.notifications.stats());
    });
    return { signal, afterMs: performance.now() - killedAt, telling: await readTelling(pool) };
  }

  test.each([
    ['after its claim', 'claim'],
    ['after a send', 'send'],
    ['before its acknowledgement', 'acknowledgement'],
  ] as const)('%s loses nothing, and only what was sent is repeated, under its key', async (_name, moment) => {
    const figures = { rounds, lost: 0, repeated: 0, slowestMs: 0 };
    for (let round = 0; round < rounds; round += 1) {
      const { signal, afterMs, telling } = await playRound(moment);
      expect(signal).toBe('SIGKILL');
      expect(telling).toMatchObject({ deliveries: 10, unfinished: 0, strange: 0 });
      figures.lost += telling.deliveries - telling.sent;
      figures.repeated += telling.repeated;
      figures.slowestMs = Math.max(figures.slowestMs, Math.round(afterMs));
    }
    console.log(`killed ${moment} (lease ${leaseMs} ms): ${JSON.stringify(figures)}`);
    expect(figures.lost).toBe(0);
    if (moment === 'claim') expect(figures.repeated).toBe(0);
    else expect(figures.repeated).toBeGreaterThan(0);
  });
});
