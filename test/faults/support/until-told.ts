import type { Attendance } from 'rollbook';
import { waitUntil } from '../../integration/support/wait-until.ts';
import type { Stage } from './stage.ts';

/** Longer than the lease of what was claimed by an answer that got lost, in milliseconds. */
const patienceMs = 30_000;

/**
 * What a host's own worker leaves waiting once nobody marks any more, in words: one that was disturbed has to go on by
 * itself, before anybody else tells what waits.
 */
export async function breachesOfWorker({ notifications }: Attendance): Promise<readonly string[]> {
  let waiting = Number.NaN;
  const look = async () => {
    const { jobs, ready, scheduled } = await notifications.stats();
    waiting = jobs + ready + scheduled;
  };
  const isAllTold = () => look().then(() => waiting === 0, no);
  await waitUntil('the worker has told everything', isAllTold, patienceMs).catch(no);
  return waiting === 0 ? [] : [`the host's own worker left ${waiting} messages waiting`];
}

/**
 * Waits until guardians hear something that was sent from now on, for a while.
 * @returns  How long that took, or was waited in vain, in milliseconds.
 */
export async function untilToldAgain({ telling }: Stage, withinMs: number): Promise<number> {
  const since = performance.now();
  const before = telling.messages;
  await waitUntil('guardians hear something', () => telling.messages > before, withinMs).catch(no);
  return performance.now() - since;
}

const no = () => false;
