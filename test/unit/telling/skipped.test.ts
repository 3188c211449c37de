import type { Notifier, NotifyResult } from 'rollbook';
import { describe, expect, test } from 'vitest';
import { openOffice } from './support/open-office.ts';

const nothing = { delivered: 0, failed: 0, dead: 0, dropped: 0, queued: 0 };

function throwing(): never {
  throw new Error('not today');
}

/** Answers that say nothing, or that cannot be read. */
const otherAnswers: readonly unknown[] = [
  undefined,
  null,
  true,
  'skipped',
  ['skipped'],
  {},
  { skipped: false },
  { skipped: 'yes' },
  { skipped: 1 },
  { skipped: {} },
  Object.defineProperty({}, 'skipped', { get: throwing }),
  new Proxy({}, { get: (_, name) => (name === 'then' ? undefined : throwing()), getPrototypeOf: throwing }),
];

/** A notifier that gives answers in turn, the last one for ever. */
function answering(...answers: readonly unknown[]): Notifier {
  let turn = 0;
  const notify = async (): Promise<unknown> => {
    turn += 1;
    return answers[Math.min(turn, answers.length) - 1];
  };
  return { notify: (...given) => Reflect.apply(notify, undefined, given) };
}

describe('a message that the notifier left out', () => {
  test('counts as dropped, and no listener hears that it was delivered', async () => {
    const { attendance, mark } = openOffice({ notifier: { notify: async () => ({ skipped: true }) } });
    const heard: unknown[] = [];
    for (const name of ['notification.delivered', 'notification.failed', 'notification.dead'] as const) {
      attendance.events.on(name, (event) => heard.push(event));
    }
    await mark(1);
    expect(await attendance.notifications.drain()).toEqual({ ...nothing, dropped: 1 });
    expect(await attendance.notifications.drain()).toEqual(nothing);
    expect(heard).toEqual([]);
    expect(await attendance.notifications.stats()).toMatchObject({
      ready: 0,
      scheduled: 0,
      dead: 0,
      oldestAgeMs: null,
    });
  });

  test('was never said: what follows is first news', async () => {
    const kinds: string[] = [];
    const notify = async ({ kind }: { readonly kind: string }): Promise<NotifyResult> => {
      kinds.push(kind);
      return { skipped: kinds.length === 1 };
    };
    const { attendance, mark } = openOffice({ notifier: { notify } });
    for (const status of ['absent', 'late', 'absent'] as const) {
      await mark(1, status);
      await attendance.notifications.drain();
    }
    expect(kinds).toEqual(['marked', 'marked', 'corrected']);
  });

  test('was possibly said where an attempt at it failed before, also when it was tried again as a dead letter', async () => {
    let attempts = 0;
    const said: unknown[] = [];
    const { attendance, mark } = openOffice({
      notifications: { retry: { maxAttempts: 1 } },
      notifier: {
        notify: async ({ kind, changes }) => {
          attempts += 1;
          if (attempts === 1) throw new Error('down');
          said.push([kind, changes[0]?.previousStatus]);
          return { skipped: attempts === 2 };
        },
      },
    });
    await mark(1, 'absent');
    expect(await attendance.notifications.drain()).toEqual({ ...nothing, dead: 1 });
    const [letter] = await attendance.notifications.deadLetters();
    await attendance.notifications.retryDeadLetter(letter?.id ?? '');
    expect(await attendance.notifications.drain()).toEqual({ ...nothing, dropped: 1 });
    await mark(1, 'late');
    await attendance.notifications.drain();
    expect(said).toEqual([
      ['marked', undefined],
      ['corrected', 'absent'],
    ]);
  });

  test('keeps no job of a host’s queue open', async () => {
    const { attendance, memory, mark } = openOffice({ notifier: { notify: async () => ({ skipped: true }) } });
    await mark(1);
    const [job] = memory.tables().notificationJobs;
    expect(await attendance.notifications.process(job?.id ?? '')).toEqual({ ...nothing, dropped: 1 });
    expect(memory.tables().notificationJobs).toEqual([]);
  });
});

test.each(otherAnswers.map((answer, index) => [index, answer] as const))(
  'a notifier that resolves with anything else has handed the message over: %i',
  async (_, answer) => {
    const { attendance, mark } = openOffice({ notifier: answering(answer) });
    await mark(1);
    expect(await attendance.notifications.drain()).toEqual({ ...nothing, delivered: 1 });
    await mark(1, 'late');
    expect(await attendance.notifications.drain()).toEqual({ ...nothing, delivered: 1 });
  },
);

test('an answer is read once: one that changes its mind counts as it was first', async () => {
  let reads = 0;
  const fickle = Object.defineProperty({}, 'skipped', {
    get: () => {
      reads += 1;
      return reads > 1;
    },
  });
  const { attendance, mark } = openOffice({ notifier: answering(fickle) });
  await mark(1);
  expect(await attendance.notifications.drain()).toEqual({ ...nothing, delivered: 1 });
  expect(reads).toBe(1);
});
