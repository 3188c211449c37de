import { afterAll, beforeAll, expect, test } from 'vitest';
import { describeOnPostgres } from '../../support/describe-on-postgres.ts';
import { withClients } from '../support/clients.ts';
import { deadlocksOf } from '../support/deadlocks.ts';
import { driftOf } from '../support/effects.ts';
import { pick, shuffle } from '../support/random.ts';
import { createSchoolDatabase, type SchoolDatabase } from '../support/school-database.ts';

const statuses = ['present', 'late', 'sick', 'excused', 'absent'] as const;

describeOnPostgres('racing bulks', (server) => {
  let database: SchoolDatabase;
  beforeAll(async () => {
    database = await createSchoolDatabase(server);
  });
  afterAll(async () => {
    await database?.drop();
  });

  test('16 clients with shuffled bulks over the same children never deadlock, and counts equal the records', async () => {
    const { schoolId, childIds } = await database.addSchool({ children: 40 });
    await withClients(database, 16, async (attendance) => {
      for (let i = 0; i < 200; i++) {
        const marks = shuffle(childIds).map((childId) => ({ childId, status: pick(statuses) }));
        await attendance.markBulkAttendance({ schoolId, marks, markedBy: 'teacher', returning: 'outcomes' });
      }
    });
    const drift = await driftOf(database.pool);
    const deadlocks = await deadlocksOf(database);
    console.log(`Postgres ${server.major}: 16 × 200 shuffled bulks of 40: ${deadlocks} deadlocks, drift ${drift}`);
    expect({ deadlocks, drift }).toEqual({ deadlocks: 0, drift: 0 });
  });
});
