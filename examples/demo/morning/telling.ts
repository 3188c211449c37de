import { scheduler } from 'node:timers/promises';
import type { NotificationStats } from 'rollbook';
import type { DemoAttendance, Telling } from '../demo-attendance.ts';
import type { Provider } from './provider.ts';

/** The correction window, in milliseconds. */
export const SETTLE_MS = 2 * 60_000;

/** A worker that takes longer than this, in milliseconds, hangs. */
const patienceMs = 20_000;

/** Present is what everybody expects: guardians are told of the rest, and of every correction. */
export function tellBy(notifier: Provider): Telling {
  return {
    notifier,
    notifications: {
      settleMs: SETTLE_MS,
      when: ({ status }) => status !== 'present',
      // One at a time, so that the output is the same in every run.
      concurrency: 1,
      // The demo's clock leaps, and the worker is to notice soon.
      pollMs: 2,
    },
  };
}

/**
 * Waits until the worker has told everything that is due by the clock. A leap of the clock during an attempt would look
 * like a worker that hangs.
 * @throws {Error} when that takes too long
 */
export async function untilTold({ notifications }: Pick<DemoAttendance, 'notifications'>): Promise<void> {
  const startedAt = performance.now();
  while (!isAtRest(await notifications.stats())) {
    if (performance.now() - startedAt > patienceMs) throw new Error('the worker has not told everything that is due');
    await scheduler.wait(2);
  }
}

/** Marks that may still be corrected, and messages that wait for another attempt, are not due. */
function isAtRest({ jobs, ready, leased, oldestAgeMs }: NotificationStats): boolean {
  const areJobsYoung = jobs === 0 || (oldestAgeMs !== null && oldestAgeMs < SETTLE_MS);
  return ready === 0 && leased === 0 && areJobsYoung;
}
