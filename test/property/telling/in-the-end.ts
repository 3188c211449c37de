import { deepEqual } from 'node:assert/strict';
import type { Morning } from './morning.ts';
import type { Settings } from './steps.ts';
import { expectAllToKnow } from './who-knows-what.ts';

/**
 * Has everything told: the notifier is well, time goes by, and what was given up is tried again. Then everybody knows,
 * and no job is left.
 */
export async function expectAGoodEnd(morning: Morning, settings: Settings): Promise<void> {
  morning.notifier.mood = 'healthy';
  await tellAll(morning, settings);
  await expectAllToKnow(morning, settings);
  await tellByQueue(morning);
  await handOverAgain(morning);
  deepEqual({ jobsNeverDone: morning.queued }, { jobsNeverDone: [] });
}

async function tellAll(morning: Morning, { endsBy }: Settings): Promise<void> {
  for (let round = 0; round < 40; round++) {
    if (endsBy === 'queue') await tellByQueue(morning);
    else await tellByWorker(morning, round);
    if (await isAllTold(morning)) return;
    await morning.retryDeadLetters(1_000);
  }
  deepEqual({ left: await morning.office.notifications.stats() }, { left: undefined });
}

async function tellByWorker(morning: Morning, round: number): Promise<void> {
  morning.clock.advance(11 * 60_000);
  await morning.offices[round % 2]?.notifications.drain();
}

async function tellByQueue(morning: Morning): Promise<void> {
  await handOverAgain(morning);
  await morning.process(morning.queued.splice(0));
}

/** What was handed over and is not done comes again after a quarter of an hour. */
async function handOverAgain({ clock, handing }: Morning): Promise<void> {
  clock.advance(16 * 60_000);
  await handing.notifications.drain();
}

async function isAllTold({ office }: Morning): Promise<boolean> {
  const { jobs, scheduled, ready, leased, dead } = await office.notifications.stats();
  return jobs + scheduled + ready + leased + dead === 0;
}
