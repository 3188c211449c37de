import { waitUntil } from '../../test/integration/support/wait-until.ts';
import type { Scenario } from '../scenario.ts';
import { startLoadedHost } from '../support/loaded-host.ts';
import { playOnStage, withSchools } from '../support/stage.ts';
import { untilToldAgain } from '../support/until-told.ts';

const promisedMs = 5_000;

/**
 * The server is away for longer than the library tries again on its own. In turn the server is stopped, and killed with
 * all its processes. One host has given the library its pool, another host its Kysely instance.
 */
export const restartedServer: Scenario = {
  id: 'restarted-server',
  promise:
    'A Postgres that was stopped and started is in use again within 5 s of being ready, for every client and by the worker.',
  run: ({ isLong, seed, progress }) =>
    playOnStage(async (stage) => {
      const stops = isLong ? 50 : 5;
      const { server } = stage;
      const hosts = [
        await startLoadedHost(withSchools(stage, 0, 2), { seed }),
        await startLoadedHost(withSchools(stage, 2, 4), { seed, connectsBy: 'db' }),
      ];
      const resumedAfterMs: number[] = [];
      const toldAfterMs: number[] = [];
      for (let round = 1; round <= stops; round += 1) {
        await Promise.all(hosts.map(({ load }) => load.untilAcknowledged(450)));
        const failed = hosts.map(({ load }) => load.calls.failed);
        const isTold = () => hosts.every(({ load }, host) => load.calls.failed > (failed[host] ?? 0));
        await (round % 2 === 1 ? server.shutDown() : server.kill());
        await waitUntil('callers are told that it is away', isTold);
        await server.restart();
        const [toldMs, ...servedMs] = await Promise.all([
          untilToldAgain(stage, promisedMs),
          ...hosts.map(({ load }) => load.untilAllAreServed()),
        ]);
        resumedAfterMs.push(...servedMs);
        toldAfterMs.push(toldMs);
        progress(`${round} of ${stops} stops, in use again after ${Math.round(Math.max(...servedMs))} ms`);
      }
      // A message that one host still sends would make the other's worker wait.
      await Promise.all(hosts.map(({ load }) => load.stop()));
      const breaches: string[] = [];
      for (const host of hosts) breaches.push(...(await host.stop()));
      const tooLate = resumedAfterMs.filter((ms) => ms > promisedMs);
      const toldTooLate = toldAfterMs.filter((ms) => ms > promisedMs);
      return {
        faults: { stops },
        figures: {
          slowestResumptionMs: Math.round(Math.max(...resumedAfterMs)),
          slowestTellingMs: Math.round(Math.max(...toldAfterMs)),
        },
        breaches: [
          ...new Set(breaches),
          ...tooLate.map((ms) => `in use again only after ${Math.round(ms)} ms, not ${promisedMs}`),
          ...toldTooLate.map((ms) => `nobody was told anything for ${Math.round(ms)} ms, not ${promisedMs}`),
        ],
      };
    }),
};
