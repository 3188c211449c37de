import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { createAttendance, NotifierError } from 'rollbook';
import { createMemoryRepository } from 'rollbook/memory';
import { renderNotification } from 'rollbook/messages';
import { buildRoster, createRecordingNotifier, createTestClock } from 'rollbook/testing';
import { telling } from './telling.ts';

// Run it, after `npm run build`, with `npx node --test examples/testing-your-app/telling-test.ts`.

/** Everything fresh for each test: a school of two children with a guardian each, at eight in Jakarta. */
function createSubject() {
  const roster = buildRoster({ childrenPerSchool: 2 });
  const [school] = roster.schools;
  const [sekar, bagas] = roster.children;
  assert(school && sekar && bagas);
  const clock = createTestClock('2026-03-02T08:00:00+07:00');
  const notifier = createRecordingNotifier();
  const attendance = createAttendance({
    repository: createMemoryRepository({ roster }),
    clock,
    notifier,
    notifications: telling,
  });
  const teacher = { schoolId: school.id, markedBy: 'teacher-1' };
  const afterMinutes = (minutes: number) => {
    clock.advance(minutes * 60_000);
    return attendance.notifications.drain();
  };
  return { attendance, notifier, sekar, bagas, teacher, afterMinutes };
}

describe('telling guardians', () => {
  test('says who is late, after five minutes and not before', async () => {
    const { attendance, notifier, sekar, teacher, afterMinutes } = createSubject();
    await attendance.markAttendance({ ...teacher, childId: sekar.id, status: 'late' });

    await afterMinutes(4);
    assert.equal(notifier.sent.length, 0);

    await afterMinutes(1);
    assert.deepEqual(
      notifier.sent.map(({ notification }) => renderNotification(notification, { locale: 'en' })),
      ['TK Melati Pagi (Mon, Mar 2): Sekar Wiratmaja was marked as late at 8:00 AM.'],
    );
  });

  test('does not trouble the guardians of a child who is present', async () => {
    const { attendance, notifier, sekar, bagas, teacher, afterMinutes } = createSubject();
    await attendance.markBulkAttendance({ ...teacher, childIds: [sekar.id, bagas.id], status: 'present' });

    await afterMinutes(5);

    assert.equal(notifier.sent.length, 0);
  });

  test('keeps a wrong tap to itself that was put right in time', async () => {
    const { attendance, notifier, sekar, teacher, afterMinutes } = createSubject();
    await attendance.markAttendance({ ...teacher, childId: sekar.id, status: 'absent' });
    await afterMinutes(3);
    await attendance.markAttendance({ ...teacher, childId: sekar.id, status: 'present' });

    await afterMinutes(60);

    assert.equal(notifier.sent.length, 0);
  });

  test('takes back what was told, under a key of its own', async () => {
    const { attendance, notifier, sekar, teacher, afterMinutes } = createSubject();
    await attendance.markAttendance({ ...teacher, childId: sekar.id, status: 'absent' });
    await afterMinutes(5);
    await attendance.markAttendance({ ...teacher, childId: sekar.id, status: 'present' });
    await afterMinutes(5);

    const [first, second] = notifier.sent.map(({ notification }) => notification);
    assert.equal(second?.kind, 'corrected', 'present alone is silent, a correction never is');
    assert.deepEqual(
      second.changes.map(({ status, previousStatus }) => ({ status, previousStatus })),
      [{ status: 'present', previousStatus: 'absent' }],
    );
    assert.notEqual(second.id, first?.id);
  });

  test('tries again when the provider is down, and the teacher notices nothing', async () => {
    const { attendance, notifier, sekar, teacher, afterMinutes } = createSubject();
    notifier.failNext();
    const { outcome } = await attendance.markAttendance({ ...teacher, childId: sekar.id, status: 'absent' });
    assert.equal(outcome, 'recorded');

    const keys: string[] = [];
    attendance.events.on('notification.failed', ({ id }) => keys.push(id));
    assert.equal((await afterMinutes(5)).failed, 1);
    assert.equal((await afterMinutes(1)).delivered, 1);

    const [sent] = notifier.sent;
    assert.equal(sent?.context.attempt, 2);
    assert.deepEqual([sent.context.idempotencyKey], keys, 'the provider can tell that it is the same message');
  });

  test('gives up after three attempts, and sends it once the provider is back', async () => {
    const { attendance, notifier, sekar, teacher, afterMinutes } = createSubject();
    await attendance.markAttendance({ ...teacher, childId: sekar.id, status: 'absent' });
    notifier.failNext(3);
    for (const minutes of [5, 1, 2]) await afterMinutes(minutes);

    const [letter] = await attendance.notifications.deadLetters();
    assert.equal(letter?.reason, 'failed');

    assert(await attendance.notifications.retryDeadLetter(letter.id));
    await afterMinutes(0);
    assert.deepEqual(
      notifier.sent.map(({ notification }) => notification.id),
      [letter.id],
    );
  });

  test('does not try again with a number that there is not, and tells the others', async () => {
    const { attendance, notifier, sekar, bagas, teacher, afterMinutes } = createSubject();
    await attendance.markBulkAttendance({ ...teacher, childIds: [sekar.id, bagas.id], status: 'absent' });
    notifier.failNext(1, new NotifierError('no such number', { permanent: true }));

    const { dead, delivered } = await afterMinutes(5);

    assert.deepEqual({ dead, delivered }, { dead: 1, delivered: 1 });
    const letters = await attendance.notifications.deadLetters();
    assert.deepEqual(
      letters.map(({ reason, attempts }) => ({ reason, attempts })),
      [{ reason: 'refused', attempts: 1 }],
    );
  });
});
