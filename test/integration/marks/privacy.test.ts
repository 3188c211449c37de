import { inspect } from 'node:util';
import type { Logger } from 'rollbook';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { describeOnPostgres } from '../../support/describe-on-postgres.ts';
import { createHost } from '../support/host.ts';
import { beginOnClient } from '../support/host-transactions.ts';
import { rejectionOf } from '../support/rejection-of.ts';
import { createSchoolDatabase, newId, type SchoolDatabase, type SchoolOnRoster } from '../support/school-database.ts';

/** What must not turn up anywhere: names, contact, note and reason. */
const secrets = ['Siti Rahmawati', 'Ibu Wulandari', 'wulandari@example.com', 'has had a seizure', 'family matter'];
const [child, guardian, contact, note, reason] = secrets;

describeOnPostgres('names and notes stay out of every error and event:', (server) => {
  let database: SchoolDatabase;
  let school: SchoolOnRoster;
  let logged: unknown[];
  let attendance: ReturnType<typeof createHost>;
  beforeAll(async () => {
    database = await createSchoolDatabase(server);
    school = await database.addSchool();
    await database.pool.query('update attendance.children set name = $1', [child]);
    await database.pool.query('insert into attendance.guardians values ($1, $2, $3, $4, null, $5)', [
      school.schoolId,
      school.childIds[0],
      newId(),
      guardian,
      JSON.stringify({ email: contact }),
    ]);
    logged = [];
    const logger: Logger = { warn: (...words) => logged.push(words) };
    attendance = createHost({ pool: database.pool, preparedStatements: false }, { logger });
  });
  afterAll(async () => {
    await database?.drop();
  });

  const mark = (command: object = {}) => ({
    schoolId: school.schoolId,
    childId: school.childIds[0] ?? '',
    status: 'sick' as const,
    markedBy: 'teacher',
    note,
    reason,
    ...command,
  });

  /** Statements of a host that then refuse the mark, each with a DETAIL that quotes the row. */
  const refusals = {
    'a constraint on notes': [
      'alter table attendance.records add constraint no_seizure check (note not like $$%seizure%$$)',
      'alter table attendance.records drop constraint no_seizure',
      '23514',
    ],
    'a reason that must not be': [
      'alter table attendance.revisions add constraint no_reason check (reason is null)',
      'alter table attendance.revisions drop constraint no_reason',
      '23514',
    ],
    'a column that must not be null': [
      'alter table attendance.records add column asked_by text not null',
      'alter table attendance.records drop column asked_by',
      '23502',
    ],
    'a unique note': [
      `create unique index one_note on attendance.records (note);
      insert into attendance.records (school_id, child_id, date, session, status, note, marked_by, last_intent,
        occurred_at, confirmed_at, recorded_at, last_outcome, last_revision)
      select gen_random_uuid(), gen_random_uuid(), '2026-03-02', 'day', 'sick', 'has had a seizure', '', 0, now(), now(), now(), '', 1`,
      `drop index attendance.one_note; delete from attendance.records where note = 'has had a seizure'`,
      '23505',
    ],
    'a note that is too long for its column': [
      'alter table attendance.records alter column note type varchar(3)',
      'alter table attendance.records alter column note type text',
      '22001',
    ],
  } as const;

  describe.each(Object.entries(refusals))('%s', (_name, [provoke, undo, sqlState]) => {
    beforeAll(async () => {
      await database.pool.query(provoke);
    });
    afterAll(async () => {
      await database.pool.query(undo);
    });

    test('refuses a mark and a bulk, in a transaction of the host’s or not', async () => {
      const host = await beginOnClient(database.pool);
      const { schoolId, childIds } = school;
      const errors = [
        await rejectionOf(attendance.markAttendance(mark())),
        await rejectionOf(attendance.markBulkAttendance({ schoolId, childIds, ...detailsOf(mark()) })),
        await rejectionOf(attendance.markAttendance(mark(), host.inside)),
      ];
      await host.rollback();
      for (const error of errors) {
        expect(error).toMatchObject({ code: 'repository_failed', retryable: false, details: { sqlState } });
        expectNoSecretIn(error);
      }
    });
  });

  test('a mark that is rejected', async () => {
    for (const wrong of [
      { childId: newId() },
      { schoolId: newId() },
      { date: '2026-03-03' },
      { occurredAt: '2020-01-01T00:00:00Z' },
    ]) {
      expectNoSecretIn(await rejectionOf(attendance.markAttendance(mark(wrong))));
    }
  });

  test('a command that is invalid just because of them', async () => {
    const long = `${note} `.repeat(200);
    for (const wrong of [
      { note: long },
      { reason: long },
      { note: `${note}\0` },
      { [`${note}`]: 1 },
      { status: note },
    ]) {
      const command: Record<string, unknown> = mark(wrong);
      const untyped: (command: never) => Promise<unknown> = attendance.markAttendance;
      expectNoSecretIn(await rejectionOf(Reflect.apply(untyped, undefined, [command])), Object.keys(wrong));
    }
  });

  test('an all-or-nothing bulk tells what became of each child, but no details', async () => {
    const marks = [mark(), mark({ childId: newId() })].map(({ childId, status }) => ({
      childId,
      status,
      note,
      reason,
    }));
    const bulk = { schoolId: school.schoolId, marks, markedBy: 'teacher', allOrNothing: true };
    const error = await rejectionOf(attendance.markBulkAttendance(bulk));
    expect(error.code).toBe('bulk_rejected');
    expectNoSecretIn(error);
  });

  test('events, and what is logged of a listener that throws them', async () => {
    const events: unknown[] = [];
    for (const name of ['attendance.marked', 'attendance.bulkMarked', 'attendance.cleared'] as const) {
      attendance.events.on(name, (event) => events.push(event));
      attendance.events.on(name, () => {
        throw new Error(note);
      });
    }
    const { schoolId, childIds } = school;
    await attendance.markAttendance(mark());
    await attendance.markBulkAttendance({ schoolId, childIds, ...detailsOf(mark({ status: 'late' })) });
    await attendance.clearAttendance({ schoolId, childId: childIds[0] ?? '', markedBy: 'teacher', reason });
    expect(events).toHaveLength(3);
    expect(logged).toHaveLength(3);
    expectNoSecretIn(events);
    expectNoSecretIn(logged);
  });
});

/** What a mark and a bulk have in common. */
function detailsOf<Command extends { childId: string; schoolId: string }>({ childId, schoolId, ...details }: Command) {
  return details;
}

/** Looks at everything a logger may print: message, details, cause, stack, hidden properties. */
function expectNoSecretIn(value: unknown, namedByHost: readonly string[] = []): void {
  const printed = [inspect(value, { depth: 20, showHidden: true }), JSON.stringify(value)];
  if (value instanceof Error) printed.push(String(value.stack), inspect(value.cause, { depth: 20, showHidden: true }));
  for (const secret of secrets.filter((text) => !namedByHost.includes(text)))
    expect(printed.join('\n')).not.toContain(secret);
}
