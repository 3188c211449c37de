import type { Attendance } from 'rollbook';
import { waitUntil } from '../../test/integration/support/wait-until.ts';
import type { Stage } from './stage.ts';

/** Longer than the lease of a claim whose answer got lost, in milliseconds. */
const patienceMs = 30_000;

/**
 * Describes messages that a host's own worker leaves waiting once nobody marks any more. A disturbed worker has to go
 * on by itself, before the check tells guardians what waits. The worker may take long, as long as fewer and fewer
 * messages wait.
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
 * Waits until guardians hear a message that was sent from now on, for a limited time.
 * @returns  The time of the wait, in milliseconds, even if nothing came.
 */
export async function untilToldAgain({ telling }: Stage, withinMs: number): Promise<number> {
  const since = performance.now();
  const before = telling.messages;
  await waitUntil('guardians hear something', () => telling.messages > before, withinMs).catch(no);
  return performance.now() - since;
}

const yes = () => true;
const no = () => false;
