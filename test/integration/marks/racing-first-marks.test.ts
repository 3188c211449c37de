import { afterAll, beforeAll, expect, test } from 'vitest';
import { describeOnPostgres } from '../../support/describe-on-postgres.ts';
import { withClients } from '../support/clients.ts';
import { driftOf, effectsOf, oneMark } from '../support/effects.ts';
import { createHost, now } from '../support/host.ts';
import { pick, shuffle } from '../support/random.ts';
import { createSchoolDatabase, type SchoolDatabase } from '../support/school-database.ts';

describeOnPostgres('racing first marks', (server) => {
  let database: SchoolDatabase;
  beforeAll(async () => {
    database = await createSchoolDatabase(server);
  });
  afterAll(async () => {
    await database?.drop();
  });

  test.each([
    ['with the same occurredAt', { occurredAt: now }],
    ['without occurredAt', {}],
  ])('100 concurrent first marks of one child leave one record, revision and job, %s', async (_name, when) => {
    const { schoolId, childIds } = await database.addSchool();
    const [childId = ''] = childIds;
    const outcomes: string[] = [];
    await withClients(database, 100, async (attendance) => {
      const command = { schoolId, childId, status: 'present', markedBy: 'teacher', ...when } as const;
      outcomes.push((await attendance.markAttendance(command)).outcome);
    });
    expect(await effectsOf(database.pool, schoolId)).toEqual(oneMark);
    expect(outcomes.toSorted()).toEqual(['recorded', ...Array(99).fill('unchanged')]);
  });

  test('of concurrent marks with different instants the latest stands, whatever the order of arrival', async () => {
    const { schoolId, childIds } = await database.addSchool();
    const [childId = ''] = childIds;
    const instants = shuffle(Array.from({ length: 48 }, (_, second) => new Date(now.getTime() - second * 1_000)));
    await withClients(database, 8, async (attendance) => {
      for (let occurredAt = instants.pop(); occurredAt; occurredAt = instants.pop()) {
        const status = occurredAt.getTime() === now.getTime() ? 'sick' : pick(['present', 'late'] as const);
        await attendance.markAttendance({ schoolId, childId, status, occurredAt, markedBy: 'teacher' });
      }
    });
    const { entries } = await createHost({ pool: database.pool }).getRegister({ schoolId });
    expect(entries[0]?.record).toMatchObject({ status: 'sick', occurredAt: now });
    expect(await driftOf(database.pool)).toBe(0);
  });
});
