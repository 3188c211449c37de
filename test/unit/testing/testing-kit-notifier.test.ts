import type { Notification } from 'rollbook';
import { createRecordingNotifier } from 'rollbook/testing';
import { expect, test } from 'vitest';

test('a recording notifier keeps what it is handed, in order', async () => {
  const notifier = createRecordingNotifier();
  await notifier.notify(notificationOf('first'), contextOf(1));
  await notifier.notify(notificationOf('second'), contextOf(2));

  expect(notifier.sent.map(({ notification }) => notification.id)).toEqual(['first', 'second']);
  expect(notifier.sent[1]).toEqual({
    notification: notificationOf('second'),
    context: expect.objectContaining({ attempt: 2 }),
  });
});

test('a recording notifier keeps copies', async () => {
  const notifier = createRecordingNotifier();
  const notification = notificationOf('first');
  await notifier.notify(notification, contextOf(1));
  notification.changes[0]?.occurredAt.setTime(0);
  Object.assign(notification.guardian, { name: 'changed' });

  expect(notifier.sent[0]?.notification).toEqual(notificationOf('first'));
});

test('a recording notifier fails as often as it is told, with the error it is given', async () => {
  const notifier = createRecordingNotifier();
  const error = new Error('no signal');
  notifier.failNext(2, error);

  await expect(notifier.notify(notificationOf('first'), contextOf(1))).rejects.toBe(error);
  await expect(notifier.notify(notificationOf('first'), contextOf(2))).rejects.toBe(error);
  await notifier.notify(notificationOf('first'), contextOf(3));
  expect(notifier.sent.map(({ context }) => context.attempt)).toEqual([3]);
});

test('a recording notifier fails once when it is not told how often', async () => {
  const notifier = createRecordingNotifier();
  notifier.failNext();

  await expect(notifier.notify(notificationOf('first'), contextOf(1))).rejects.toThrow('told to fail');
  await expect(notifier.notify(notificationOf('first'), contextOf(2))).resolves.toBeUndefined();
});

test('a recording notifier forgets what was sent, and failures still to come', async () => {
  const notifier = createRecordingNotifier();
  await notifier.notify(notificationOf('first'), contextOf(1));
  notifier.failNext(3);
  notifier.clear();

  expect(notifier.sent).toEqual([]);
  await notifier.notify(notificationOf('second'), contextOf(1));
  expect(notifier.sent).toHaveLength(1);
});

function notificationOf(id: string): Notification {
  return {
    id,
    kind: 'marked',
    school: { id: 'school-1', name: 'TK Melati Pagi', timezone: 'Asia/Jakarta' },
    guardian: { id: 'guardian-1', name: 'Laras Pradipta', locale: 'id-ID', contact: { email: 'laras@example.org' } },
    date: '2026-03-02',
    session: 'day',
    changes: [
      {
        child: { id: 'child-1', name: 'Sekar Wiratmaja' },
        session: 'day',
        status: 'present',
        occurredAt: new Date('2026-03-02T01:00:00Z'),
        markedBy: 'teacher-1',
      },
    ],
  };
}

function contextOf(attempt: number) {
  return { idempotencyKey: 'key-1', attempt, signal: new AbortController().signal };
}
