import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { type BulkMarkEvent, createAttendance } from 'rollbook';
import { createMemoryRepository } from 'rollbook/memory';
import { buildRoster, createTestClock } from 'rollbook/testing';
import { closeMorningRegister } from './close-register.ts';

// Run it, after `npm run build`, with `npx node --test examples/testing-your-app/close-register-test.ts`.

/** Everything fresh for each test: two schools, an hour apart, of two children each, at eight in Jakarta. */
function createSubject() {
  const roster = buildRoster({ schools: 2, childrenPerSchool: 2, timezones: ['Asia/Jakarta', 'Asia/Makassar'] });
  const [jakarta, makassar] = roster.schools;
  const [sekar, bagas] = roster.children;
  assert(jakarta && makassar && sekar && bagas);
  const clock = createTestClock('2026-03-02T08:00:00+07:00');
  const repository = createMemoryRepository({ roster });
  const attendance = createAttendance({ repository, clock, notifications: { outbox: true } });
  const bulks: BulkMarkEvent[] = [];
  attendance.events.on('attendance.bulkMarked', (event) => bulks.push(event));
  const teacher = { schoolId: jakarta.id, markedBy: 'teacher-1' };
  const statusOf = async (childId: string) => {
    const { entries } = await attendance.getRegister({ schoolId: jakarta.id });
    return entries.find((entry) => entry.childId === childId)?.status;
  };
  return { attendance, clock, repository, bulks, jakarta, makassar, sekar, bagas, teacher, statusOf };
}

describe('closing the morning register', () => {
  test("waits until half past nine on the school's own clock", async () => {
    const { attendance, clock, jakarta, makassar } = createSubject();

    clock.set('2026-03-02T09:29:59+08:00');
    assert.equal(await closeMorningRegister({ attendance, clock }, makassar), 0);

    clock.advance(1_000);
    assert.equal(await closeMorningRegister({ attendance, clock }, makassar), 2);
    assert.equal(await closeMorningRegister({ attendance, clock }, jakarta), 0, 'it is half past eight in Jakarta');
  });

  test('marks absent whom nobody has marked, and leaves the others alone', async () => {
    const { attendance, clock, bulks, jakarta, sekar, bagas, teacher, statusOf } = createSubject();
    await attendance.markAttendance({ ...teacher, childId: sekar.id, status: 'present' });

    clock.set('2026-03-02T09:30:00+07:00');
    await closeMorningRegister({ attendance, clock }, jakarta);

    assert.equal(await statusOf(sekar.id), 'present');
    assert.equal(await statusOf(bagas.id), 'absent');
    assert.deepEqual(
      bulks.map(({ tally, marks }) => ({ recorded: tally.recorded, children: marks.map(({ childId }) => childId) })),
      [{ recorded: 1, children: [bagas.id] }],
    );
  });

  test('writes one notification job, however often it runs', async () => {
    const { attendance, clock, repository, jakarta } = createSubject();
    clock.set('2026-03-02T09:30:00+07:00');

    assert.equal(await closeMorningRegister({ attendance, clock }, jakarta), 2);
    const before = repository.tables();
    assert.equal(before.notificationJobs.length, 1);

    clock.advance(60_000);
    assert.equal(await closeMorningRegister({ attendance, clock }, jakarta), 0);
    assert.deepEqual(repository.tables(), before);
  });

  test('runs twice at the same time as if it ran once', async () => {
    const { attendance, clock, repository, jakarta } = createSubject();
    clock.set('2026-03-02T09:30:00+07:00');

    const absences = await Promise.all([1, 2].map(() => closeMorningRegister({ attendance, clock }, jakarta)));

    assert.deepEqual(absences.toSorted(), [0, 2]);
    assert.equal(repository.tables().records.length, 2);
  });

  test('keeps the mark of a teacher who is quicker by a moment', async () => {
    const { attendance, clock, jakarta, sekar, teacher, statusOf } = createSubject();
    clock.set('2026-03-02T09:30:00+07:00');
    const interrupted: typeof attendance = {
      ...attendance,
      getRegister: async (query) => {
        const register = await attendance.getRegister(query);
        await attendance.markAttendance({ ...teacher, childId: sekar.id, status: 'late' });
        return register;
      },
    };

    assert.equal(await closeMorningRegister({ attendance: interrupted, clock }, jakarta), 1);
    assert.equal(await statusOf(sekar.id), 'late');
  });

  test('gives way to a mark that a tablet made before and sends afterwards', async () => {
    const { attendance, clock, jakarta, sekar, teacher, statusOf } = createSubject();
    clock.set('2026-03-02T09:30:00+07:00');
    await closeMorningRegister({ attendance, clock }, jakarta);

    clock.set('2026-03-02T09:45:00+07:00');
    const late = { ...teacher, childId: sekar.id, status: 'present', occurredAt: '2026-03-02T08:10:00+07:00' } as const;
    assert.equal((await attendance.markAttendance(late)).outcome, 'corrected');
    assert.equal(await statusOf(sekar.id), 'present');
  });

  test('marks a child absent whose mark was cleared as a wrong tap', async () => {
    const { attendance, clock, jakarta, sekar, teacher, statusOf } = createSubject();
    await attendance.markAttendance({ ...teacher, childId: sekar.id, status: 'present' });
    clock.advance(60_000);
    await attendance.clearAttendance({ ...teacher, childId: sekar.id });

    clock.set('2026-03-02T09:30:00+07:00');
    await closeMorningRegister({ attendance, clock }, jakarta);

    assert.equal(await statusOf(sekar.id), 'absent');
  });

  test('leaves nothing when the transaction of the host rolls back', async () => {
    const { attendance, clock, repository, bulks, jakarta } = createSubject();
    clock.set('2026-03-02T09:30:00+07:00');

    const work = repository.transaction(async (transaction) => {
      assert.equal(await closeMorningRegister({ attendance, clock }, jakarta, { transaction }), 2);
      throw new Error('the rest of the work failed');
    });

    await assert.rejects(work, /the rest of the work failed/);
    assert.deepEqual(repository.tables().records, []);
    assert.deepEqual(bulks, []);
  });
});
