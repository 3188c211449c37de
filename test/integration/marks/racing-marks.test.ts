import { afterAll, beforeAll, expect, test } from 'vitest';
import { describeOnPostgres } from '../../support/describe-on-postgres.ts';
import { withClients } from '../support/clients.ts';
import { driftOf, effectsOf } from '../support/effects.ts';
import { pick } from '../support/random.ts';
import { createSchoolDatabase, type SchoolDatabase } from '../support/school-database.ts';

const statuses = ['present', 'late', 'sick', 'excused', 'absent'] as const;

describeOnPostgres('racing marks', (server) => {
  let database: SchoolDatabase;
  beforeAll(async () => {
    database = await createSchoolDatabase(server);
  });
  afterAll(async () => {
    await database?.drop();
  });

  test('counts equal the records after 32 clients re-marked 40 children 400 times each', async () => {
    const { schoolId, childIds } = await database.addSchool({ children: 40 });
    const outcomes: Record<string, number> = {};
    await withClients(database, 32, async (attendance) => {
      for (let i = 0; i < 400; i++) {
        const mark = { schoolId, childId: pick(childIds), status: pick(statuses), markedBy: 'teacher' };
        const { outcome } = await attendance.markAttendance(mark);
        outcomes[outcome] = (outcomes[outcome] ?? 0) + 1;
      }
    });
    const drift = await driftOf(database.pool);
    const { records, revisions } = await effectsOf(database.pool, schoolId);
    console.log(
      `Postgres ${server.major}: 32 × 400 re-marks of 40 children: drift ${drift}, ${JSON.stringify(outcomes)}`,
    );
    expect({ drift, records, revisions }).toEqual({
      drift: 0,
      records: 40,
      revisions: (outcomes['recorded'] ?? 0) + (outcomes['corrected'] ?? 0),
    });
    expect(outcomes['recorded']).toBe(40);
  });
});
