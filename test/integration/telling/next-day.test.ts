import { createAttendance, type Notification } from 'rollbook';
import { createTestClock, type TestClock } from 'rollbook/testing';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createMemoryFixture } from '../../contract/memory-fixture.ts';
import { createPostgresStore, type PostgresStore } from '../../contract/postgres-store.ts';
import { describeOnPostgres } from '../../support/describe-on-postgres.ts';

const schoolId = 's1';
const day = '2026-03-02';
const roster = {
  schools: [{ id: schoolId, name: 'TK Melati', timezone: 'Asia/Jakarta' }],
  children: ['c1', 'c2', 'c3'].map((id) => ({ schoolId, id, name: `Child ${id}` })),
  // The guardians of one child, and the mother of a sibling; nobody is told of the third.
  guardians: [
    ['c1', 'g1'],
    ['c1', 'g2'],
    ['c2', 'g1'],
    ['c3', 'g3'],
  ].map(([childId = '', id = '']) => ({ schoolId, childId, id, name: `Guardian ${id}` })),
};
const at = (date: string, time: string) => new Date(`${date}T${time}:00+07:00`);

type Fixture = Awaited<ReturnType<typeof createMemoryFixture>> | Awaited<ReturnType<PostgresStore['createFixture']>>;

describe('in memory, the day after', () => {
  defineTests(() => createMemoryFixture({ roster, idType: 'text', childIdsAreGlobal: false }));
});

describeOnPostgres('the day after', ({ url }) => {
  let store: PostgresStore;
  beforeAll(async () => {
    store = await createPostgresStore(url, 'pool', 'text');
  });
  afterAll(() => store?.drop());
  defineTests(() => store.createFixture({ roster, idType: 'text', childIdsAreGlobal: false }));
});

/** A host whose messages to the second guardian fail on the first day. */
async function openHost(open: () => Promise<Fixture>, settleMs = 0) {
  const { repository, transaction } = await open();
  const clock: TestClock = createTestClock(at(day, '08:00'));
  const said: string[] = [];
  const host = { isDown: true };
  const attendance = createAttendance({
    repository,
    clock,
    notifications: { settleMs, retry: { baseMs: 1, capMs: 1 } },
    notifier: {
      notify: async (notification) => {
        if (host.isDown && notification.guardian.id === 'g2') throw new Error('down');
        said.push(inWords(notification));
      },
    },
  });
  /** Has everything told that has settled by then. */
  const tell = async () => {
    said.length = 0;
    clock.advance(settleMs);
    await attendance.notifications.drain();
    return said.toSorted();
  };
  return { attendance, transaction, clock, tell, host };
}

function inWords({ guardian, kind, date, changes }: Notification): string {
  const words = changes.map(({ child, status, previousStatus }) => `${child.id} ${status} after ${previousStatus}`);
  return `${guardian.id} ${kind} of ${date}: ${words.join(', ')}`;
}

function defineTests(open: () => Promise<Fixture>): void {
  const mark = { schoolId, markedBy: 'teacher-1' };

  /** At eight everybody of the family is absent; at half past nine they are told, but for the second guardian. */
  async function begin(children: readonly string[], settleMs?: number) {
    const opened = await openHost(open, settleMs);
    const bulk = { ...mark, childIds: children, status: 'absent' as const, occurredAt: at(day, '08:00') };
    await opened.attendance.markBulkAttendance(bulk);
    opened.clock.set(at(day, '09:30'));
    await opened.tell();
    opened.host.isDown = false;
    opened.clock.set(at('2026-03-03', '07:30'));
    return opened;
  }

  const ofDay = { occurredAt: at(day, '08:10') };
  const corrected = ['g1', 'g2'].map((id) => `${id} corrected of ${day}: c1 present after absent`);

  test('a tablet that was offline corrects who was told, and who possibly was', async () => {
    const { attendance, tell } = await begin(['c1']);
    await attendance.markAttendance({ ...mark, childId: 'c1', status: 'present', ...ofDay });
    expect(await tell()).toEqual(corrected);
    expect(await tell()).toEqual([]);
  });

  test('and not before its mark has settled', async () => {
    const { attendance, clock, tell } = await begin(['c1'], 60_000);
    await tell();
    await attendance.markAttendance({ ...mark, childId: 'c1', status: 'present', ...ofDay });
    clock.advance(-1);
    expect(await tell()).toEqual([]);
    clock.advance(1);
    expect(await tell()).toEqual(corrected);
  });

  test('a clear is told to both', async () => {
    const { attendance, tell } = await begin(['c1']);
    await attendance.clearAttendance({ ...mark, childId: 'c1', ...ofDay });
    expect(await tell()).toEqual(['g1', 'g2'].map((id) => `${id} cleared of ${day}: c1 null after absent`));
  });

  test('a bulk corrects each sibling who was told of, and nobody else', async () => {
    const { attendance, tell } = await begin(['c1', 'c2']);
    await attendance.markBulkAttendance({ ...mark, childIds: ['c1', 'c2', 'c3'], status: 'present', ...ofDay });
    expect(await tell()).toEqual([
      `g1 corrected of ${day}: c1 present after absent, c2 present after absent`,
      `g2 corrected of ${day}: c1 present after absent`,
    ]);
  });

  test('of two siblings the one that was told of is corrected alone', async () => {
    const { attendance, tell } = await begin(['c1']);
    await attendance.markBulkAttendance({ ...mark, childIds: ['c1', 'c2'], status: 'present', ...ofDay });
    expect(await tell()).toEqual(corrected);
  });

  test("a bulk in the host's transaction corrects once it commits, and not when it rolls back", async () => {
    const { attendance, transaction, tell } = await begin(['c1']);
    const bulk = { ...mark, childIds: ['c1'], status: 'present' as const, ...ofDay };
    const rollBack = transaction(async (inside) => {
      await attendance.markBulkAttendance(bulk, { transaction: inside });
      throw new Error('rolled back');
    });
    await expect(rollBack).rejects.toThrow('rolled back');
    // What was attempted the day before is sent, as it still stands.
    expect(await tell()).toEqual([`g2 marked of ${day}: c1 absent after undefined`]);
    await transaction((inside) => attendance.markBulkAttendance(bulk, { transaction: inside }));
    expect(await tell()).toEqual(corrected);
  });

  test.each([
    ['three days later', '2026-03-05', corrected],
    ['on the last day that corrects', '2026-03-09', corrected],
  ])('a mark %s corrects them too', async (_when, date, expected) => {
    const { attendance, clock, tell } = await begin(['c1']);
    clock.set(at(date, '07:30'));
    await attendance.markAttendance({ ...mark, childId: 'c1', status: 'present', date: day, ...ofDay });
    expect(await tell()).toEqual(expected);
  });

  test('a mark too late for that corrects nobody', async () => {
    const { attendance, clock, host, tell } = await begin(['c1']);
    await tell();
    host.isDown = true;
    clock.set(at('2026-03-10', '07:30'));
    await attendance.markAttendance({ ...mark, childId: 'c1', status: 'present', date: day, ...ofDay });
    expect(await tell()).toEqual([]);
  });

  test('who was told nothing of that day is told nothing', async () => {
    const { attendance, tell } = await begin(['c1']);
    await tell();
    await attendance.markAttendance({ ...mark, childId: 'c3', status: 'absent', date: day, ...ofDay });
    expect(await tell()).toEqual([]);
    await attendance.markAttendance({ ...mark, childId: 'c3', status: 'late' });
    expect(await tell()).toEqual(['g3 marked of 2026-03-03: c3 late after undefined']);
  });

  test('what a purge may delete was never to be corrected any more', async () => {
    const { attendance, clock, tell } = await begin(['c1']);
    await tell();
    for (const date of ['2026-03-05', '2026-03-08', '2026-03-09']) {
      clock.set(at(date, '07:30'));
      await attendance.purge({ deliveriesBefore: clock.now() });
    }
    await attendance.markAttendance({ ...mark, childId: 'c1', status: 'present', date: day, ...ofDay });
    expect(await tell()).toEqual(corrected);
  });
}
