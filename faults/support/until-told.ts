import type { Attendance } from 'rollbook';
import { waitUntil } from '../../test/integration/support/wait-until.ts';
import type { Stage } from './stage.ts';

/** Longer than the lease of what was claimed by an answer that got lost, in milliseconds. */
const patienceMs = 30_000;

/**
 * What a host's own worker leaves waiting once nobody marks any more, in words: one that was disturbed has to go on by
 * itself, before anybody else tells what waits. It may take its time, as long as what waits gets less.
 */
export async function breachesOfWorker({ notifications }: Attendance): Promise<readonly string[]> {
  let waiting = Number.POSITIVE_INFINITY;
  const getsLess = async () => {
    const { jobs, ready, scheduled } = await notifications.stats();
    const isLess = jobs + ready + scheduled < waiting;
    if (isLess) waiting = jobs + ready + scheduled;
    return isLess;
  };
  const isMoving = () => waitUntil('less is waiting', () => getsLess().catch(no), patienceMs).then(yes, no);
  while (waiting > 0 && (await isMoving()));
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

const yes = () => true;
const no = () => false;
