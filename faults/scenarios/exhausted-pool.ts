import type { Pool, PoolClient } from 'pg';
import { waitUntil } from '../../test/integration/support/wait-until.ts';
import { measurePaceBeside } from '../load/pace.ts';
import type { Scenario } from '../scenario.ts';
import { breachesOfCodes, breachesOfLoad, breachesOfTime } from '../support/breaches.ts';
import { startLoadedHost } from '../support/loaded-host.ts';
import { readEverything } from '../support/read-everything.ts';
import { playOnStage, withSchools } from '../support/stage.ts';

const max = 8;
const timeoutMs = 1_000;
const windowMs = 500;
const promisedShare = 0.95;
/** Windows in a row that have to show the pace, since one alone may show it by chance. */
const windowsInARow = 2;
/**
 * The time within which the pace has to be back, in milliseconds. On a busy machine many windows show less by chance.
 */
const returnMs = 20_000;

/** A pause so long that the machine could do much more. Hosts then do not slow each other. */
const pauseMs = 25;

/**
 * The host's other code borrows every connection, and gives all back when all callers have had their error. A neighbour
 * with a pool of its own shows what the machine can do meanwhile.
 */
export const exhaustedPool: Scenario = {
  id: 'exhausted-pool',
  promise:
    'With no connection left, calls fail within their time limit, with a typed error; when there are some again, at least 95 % of the throughput is back.',
  run: ({ isLong, seed, progress }) =>
    playOnStage(async (stage) => {
      const droughts = isLong ? 50 : 5;
      const options = { max, seed, pauseMs, timeoutMs, delivers: false };
      const { pool, attendance, load, stop } = await startLoadedHost(withSchools(stage, 0, 2), options);
      const neighbour = await startLoadedHost(withSchools(stage, 2, 4), options);
      const paceNow = () => measurePaceBeside(neighbour.load, load, windowMs);
      const returnsMs: number[] = [];
      const misread: string[] = [];
      for (let drought = 1; drought <= droughts; drought += 1) {
        const usual = await measurePaceBeside(neighbour.load, load, 2 * windowMs);
        const borrowed = await borrowAll(pool);
        const reading = readEverything(attendance, stage, load.calls);
        await load.untilAllAreAnswered();
        misread.push(...(await reading));
        giveBack(borrowed);
        returnsMs.push(await timeReturn(paceNow, promisedShare * usual));
        progress(`${drought} of ${droughts} droughts`);
      }
      await Promise.all([stop(), neighbour.stop()]);
      const { failed: failedAtNeighbour } = neighbour.load.calls;
      return {
        faults: { droughts },
        figures: {
          timeoutMs,
          slowestCallMs: Math.round(load.calls.slowestMs),
          failedCalls: load.calls.failed,
          slowestReturnMs: Math.round(Math.max(...returnsMs)),
        },
        breaches: [
          ...breachesOfLoad(load),
          ...breachesOfTime(load, timeoutMs),
          ...breachesOfCodes(load),
          ...misread,
          ...returnsMs.filter((ms) => ms > returnMs).map(lateInWords),
          ...(failedAtNeighbour > 0 ? [`${failedAtNeighbour} calls failed in the host that had connections`] : []),
        ],
      };
    }),
};

/**
 * Measures the time until windows in a row have this pace, in milliseconds, including these windows. Gives up when the
 * time is too long.
 */
async function timeReturn(paceNow: () => Promise<number>, promised: number): Promise<number> {
  const startedAt = performance.now();
  let inARow = 0;
  while (inARow < windowsInARow && performance.now() - startedAt <= returnMs)
    inARow = (await paceNow()) >= promised ? inARow + 1 : 0;
  return performance.now() - startedAt;
}

function lateInWords(ms: number): string {
  return `${promisedShare * 100} % of the throughput was not back after ${Math.round(ms)} ms, with a limit of ${returnMs}`;
}

/** Waits for each connection. A connection that was lost before would never come. */
async function borrowAll(pool: Pool): Promise<readonly PoolClient[]> {
  const borrowed: PoolClient[] = [];
  for (let place = 0; place < max; place += 1) void pool.connect().then((client) => borrowed.push(client));
  await waitUntil('every connection is borrowed', () => borrowed.length === max);
  // The borrower of a connection has to listen to its errors.
  for (const client of borrowed) client.on('error', ignore);
  return borrowed;
}

function giveBack(borrowed: readonly PoolClient[]): void {
  for (const client of borrowed) {
    client.off('error', ignore);
    client.release();
  }
}

function ignore(): void {}
