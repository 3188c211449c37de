import type { PoolConfig } from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { describeOnPostgres } from '../../support/describe-on-postgres.ts';
import { effectsOf, oneMark } from '../support/effects.ts';
import { createHost } from '../support/host.ts';
import { beginOnClient } from '../support/host-transactions.ts';
import { rejectionOf } from '../support/rejection-of.ts';
import { createSchoolDatabase, type SchoolDatabase } from '../support/school-database.ts';

const present = { status: 'present', markedBy: 'teacher' } as const;

describeOnPostgres("a time limit of the host's own", (server) => {
  let database: SchoolDatabase;
  beforeAll(async () => {
    database = await createSchoolDatabase(server);
  });
  afterAll(async () => {
    await database?.drop();
  });

  test.each<[string, PoolConfig]>([
    ['statement_timeout', { statement_timeout: 100 }],
    ['query_timeout', { query_timeout: 100 }],
    ['lock_timeout', { lock_timeout: 100 }],
  ])('%s makes a mark that waits unavailable, and worth another try', async (_name, limit) => {
    const { schoolId, childIds } = await database.addSchool();
    const command = { schoolId, childId: childIds[0] ?? '', ...present };
    const blocker = await beginOnClient(database.pool);
    await createHost({ pool: database.pool }).markAttendance(command, blocker.inside);
    const attendance = createHost({ pool: database.openPool({ max: 1, ...limit }) });

    const error = await rejectionOf(attendance.markAttendance(command));

    await blocker.rollback();
    expect(error).toMatchObject({ code: 'repository_unavailable', retryable: true });
    await attendance.markAttendance(command);
    expect(await effectsOf(database.pool, schoolId)).toEqual(oneMark);
  });
});
