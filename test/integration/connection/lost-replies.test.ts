import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { describeOnPostgres } from '../../support/describe-on-postgres.ts';
import { effectsOf } from '../support/effects.ts';
import { createHost } from '../support/host.ts';
import { beginOnClient } from '../support/host-transactions.ts';
import { rejectionOf } from '../support/rejection-of.ts';
import { createPool, createSchoolDatabase, type SchoolDatabase } from '../support/school-database.ts';
import { waitUntil } from '../support/wait-until.ts';
import { WireProxy } from '../support/wire-proxy.ts';

const present = { status: 'present', markedBy: 'teacher' } as const;
const sick = { status: 'sick', markedBy: 'colleague' } as const;
const gaveUp = { reason: 'timeout', sqlState: '55P03', mayBeRecorded: true };
const unanswered = { reason: 'timeout', mayBeRecorded: true };

describeOnPostgres('after a try whose reply was lost', (server) => {
  let database: SchoolDatabase;
  let proxy: WireProxy;
  let schoolId: string;
  let childIds: readonly string[];
  let childId: string;
  const hostBehindProxy = ({ timeoutMs }: { timeoutMs?: number } = {}) =>
    createHost({ pool: createPool({ connectionString: proxy.url, max: 1 }), ...(timeoutMs && { timeoutMs }) });
  const colleague = () => createHost({ pool: database.pool });
  /** A colleague corrects the child between two tries, in a transaction that stays open. */
  const correctSlowly = () => {
    const correction = Promise.withResolvers<Awaited<ReturnType<typeof beginOnClient>>>();
    proxy.beforeNextConnection(async () => {
      const transaction = await beginOnClient(database.pool);
      await colleague().markAttendance({ schoolId, childId, ...sick }, transaction.inside);
      correction.resolve(transaction);
    });
    return correction.promise;
  };
  const statusOf = async (child = childId) => {
    const { entries } = await colleague().getRegister({ schoolId });
    return entries.find((entry) => entry.childId === child)?.status;
  };

  beforeAll(async () => {
    database = await createSchoolDatabase(server);
  });
  beforeEach(async () => {
    proxy = await WireProxy.start(database.url);
    const school = await database.addSchool({ children: 2 });
    ({ schoolId, childIds } = school);
    childId = school.childIds[0] ?? '';
  });
  afterEach(() => proxy.close());
  afterAll(async () => {
    await database?.drop();
  });

  test('a mark that then waits for a lock too long does not overrule what it waited for', async () => {
    const attendance = hostBehindProxy();
    await attendance.health();
    proxy.forget();
    const correcting = correctSlowly();
    proxy.loseReplies(1);
    const mark = attendance.markAttendance({ schoolId, childId, ...present });
    const correction = await correcting;
    await waitUntil('the mark is sent a third time', () => proxy.roundTrips >= 3);
    await correction.commit();

    expect(await mark).toMatchObject({ outcome: 'superseded', record: { status: 'sick' } });
    expect(await effectsOf(database.pool, schoolId)).toEqual({ records: 1, revisions: 2, counted: 1, jobs: 2 });
  });

  test('marks of a statement that the store then refuses take effect once, each sent again by itself', async () => {
    const attendance = hostBehindProxy();
    await attendance.health();
    proxy.beforeNextConnection(async () => {
      await colleague().markAttendance({ schoolId, childId, ...sick });
      await database.pool.query(refuseOnce(schoolId));
    });
    proxy.loseReplies(1);
    const marks = childIds.map((child) => attendance.markAttendance({ schoolId, childId: child, ...present }));
    const outcomes = (await Promise.all(marks)).map(({ outcome }) => outcome);
    await database.pool.query('drop trigger refuse_once on attendance.records');

    expect(outcomes).toEqual(['superseded', 'unchanged']);
    expect(await statusOf()).toBe('sick');
    expect((await effectsOf(database.pool, schoolId)).revisions).toBe(3);
  });

  test.each([
    ['gives up waiting for a lock', 3_000, gaveUp],
    ['is not answered', 400, unanswered],
  ])('a bulk that then %s says that it may be recorded', async (what, timeoutMs, details) => {
    const attendance = hostBehindProxy({ timeoutMs });
    await attendance.health();
    const correcting = correctSlowly();
    proxy.loseReplies(1);
    const bulk = rejectionOf(attendance.markBulkAttendance({ schoolId, childIds, ...present }));
    const correction = await correcting;
    if (what === 'is not answered') proxy.swallow();
    expect(await bulk).toMatchObject({ code: 'repository_unavailable', details });
    await correction.rollback();
    expect(await statusOf()).toBe('present');
  });

  test('a bulk of all or nothing does not say that nothing is recorded when the roster has changed since', async () => {
    const attendance = hostBehindProxy();
    await attendance.health();
    proxy.beforeNextConnection(async () => {
      await database.pool.query(`update attendance.schools set timezone = 'Mars/Olympus_Mons' where id::text = $1`, [
        schoolId,
      ]);
    });
    proxy.loseReplies(1);
    const bulk = { schoolId, childIds, ...present, allOrNothing: true };
    const details = { reason: 'connection', mayBeRecorded: true };
    expect(await rejectionOf(attendance.markBulkAttendance(bulk))).toMatchObject({
      code: 'repository_unavailable',
      details,
    });
    expect((await effectsOf(database.pool, schoolId)).records).toBe(2);
    expect(await rejectionOf(attendance.markBulkAttendance(bulk))).toMatchObject({ code: 'bulk_rejected' });
  });

  test('a bulk for the unmarked answers that its children are as it left them', async () => {
    const attendance = hostBehindProxy();
    const [, kept = ''] = childIds;
    await colleague().markAttendance({ schoolId, childId: kept, ...sick });
    await attendance.health();
    proxy.loseReplies(1);
    const { outcomes } = await attendance.markBulkAttendance({ schoolId, childIds, ...present, onlyUnmarked: true });
    expect(outcomes.map(({ outcome }) => outcome)).toEqual(['unchanged', 'kept']);
  });

  test('a dead letter that is tried again is answered for as such', async () => {
    const attendance = hostBehindProxy();
    const id = await addDeadLetter(database, schoolId, childId);
    await attendance.health();
    proxy.loseReplies(1);
    expect(await attendance.notifications.retryDeadLetter(id)).toBe(true);
    proxy.loseReplies(1);
    expect(await attendance.notifications.retryDeadLetter(`${id}.7`)).toBe(false);
  });

  test('what was never sent is not taken for recorded: a later mark of the same instant counts', async () => {
    await colleague().markAttendance({ schoolId, childId, ...sick });
    proxy.refuseConnections(2);
    expect(await hostBehindProxy().markAttendance({ schoolId, childId, ...present })).toMatchObject({
      outcome: 'corrected',
    });
  });

  test('what was never sent fails without a word of that it may be recorded', async () => {
    proxy.refuseConnections(100);
    const mark = hostBehindProxy({ timeoutMs: 300 }).markAttendance({ schoolId, childId, ...present });
    const error = await rejectionOf(mark);
    expect(error).toMatchObject({ code: 'repository_unavailable' });
    expect(error).not.toHaveProperty('details.mayBeRecorded');
  });
});

/** Has the store refuse the next statement that touches a record of the school, and no other. */
function refuseOnce(schoolId: string): string {
  return `create sequence attendance.refusals;
    create function attendance.refuse_once() returns trigger language plpgsql as $$ begin
      if new.school_id::text = '${schoolId}' and nextval('attendance.refusals') = 1
        then raise exception 'disk full' using errcode = '53100';
      end if;
      return new;
    end $$;
    create trigger refuse_once before insert or update on attendance.records
      for each row execute function attendance.refuse_once()`;
}

async function addDeadLetter({ pool }: SchoolDatabase, schoolId: string, childId: string): Promise<string> {
  await pool.query(
    `insert into attendance.guardians (school_id, child_id, id, name) values ($1, $2, gen_random_uuid(), 'Ratih')`,
    [schoolId, childId],
  );
  const host = createHost({ pool }, { notifier: { notify: () => Promise.reject(refusedForGood) } });
  await host.markAttendance({ schoolId, childId, status: 'late', markedBy: 'teacher' });
  await host.notifications.drain();
  const [letter] = await host.notifications.deadLetters({ schoolId });
  return letter?.id ?? '';
}

const refusedForGood = Object.assign(new Error('no such number'), { permanent: true });
