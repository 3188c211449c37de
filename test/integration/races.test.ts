import { afterAll, beforeAll, expect, test } from 'vitest';
import { describeOnPostgres } from '../support/describe-on-postgres.ts';
import { deadlocksOf } from './support/deadlocks.ts';
import { driftOf, effectsOf, oneMark } from './support/effects.ts';
import { createHost, now } from './support/host.ts';
import { pick, shuffle } from './support/random.ts';
import { createSchoolDatabase, type SchoolDatabase } from './support/school-database.ts';

const statuses = ['present', 'late', 'sick', 'excused', 'absent'] as const;

describeOnPostgres('races', (server) => {
  let database: SchoolDatabase;
  beforeAll(async () => {
    database = await createSchoolDatabase(server);
  });
  afterAll(async () => {
    await database?.drop();
  });

  /** Runs `work` on as many clients at once, each with a connection of its own, until all are done. */
  async function withClients(count: number, work: (attendance: ReturnType<typeof createHost>) => Promise<void>) {
    const pools = Array.from({ length: count }, () => database.openPool({ max: 1 }));
    await Promise.all(pools.map((pool) => work(createHost({ pool }))));
    await Promise.all(pools.map((pool) => pool.end()));
  }

  test('counts equal the records after 32 clients re-marked 40 children 400 times each', async () => {
    const { schoolId, childIds } = await database.addSchool({ children: 40 });
    const outcomes: Record<string, number> = {};
    await withClients(32, async (attendance) => {
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

  test('16 clients with shuffled bulks over the same children never deadlock, and counts equal the records', async () => {
    const { schoolId, childIds } = await database.addSchool({ children: 40 });
    await withClients(16, async (attendance) => {
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

  test.each([
    ['with the same occurredAt', { occurredAt: now }],
    ['without occurredAt', {}],
  ])('100 concurrent first marks of one child leave one record, revision and job, %s', async (_name, when) => {
    const { schoolId, childIds } = await database.addSchool();
    const [childId = ''] = childIds;
    const outcomes: string[] = [];
    await withClients(100, async (attendance) => {
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
    await withClients(8, async (attendance) => {
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
