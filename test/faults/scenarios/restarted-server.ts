import { waitUntil } from '../../integration/support/wait-until.ts';
import type { Scenario } from '../scenario.ts';
import { breachesOfLoad } from '../support/breaches.ts';
import { startLoadedHost } from '../support/loaded-host.ts';
import { playOnStage } from '../support/stage.ts';

const promisedMs = 5_000;

/** The server is away for longer than the library tries again on its own: stopped and killed with all its processes by turns. */
export const restartedServer: Scenario = {
  id: 'restarted-server',
  promise: 'A Postgres that was stopped and started is in use again within 5 s of being ready, for every client.',
  run: ({ isLong, seed, progress }) =>
    playOnStage(async (stage) => {
      const stops = isLong ? 50 : 5;
      const { server } = stage;
      const { load, stop } = await startLoadedHost(stage, { seed });
      const resumedAfterMs: number[] = [];
      for (let round = 1; round <= stops; round += 1) {
        await load.untilAcknowledged(450);
        const failed = load.calls.failed;
        await (round % 2 === 1 ? server.shutDown() : server.kill());
        await waitUntil('callers are told that it is away', () => load.calls.failed > failed);
        await server.restart();
        resumedAfterMs.push(await load.untilAllAreServed());
        progress(`${round} of ${stops} stops, in use again after ${Math.round(resumedAfterMs.at(-1) ?? 0)} ms`);
      }
      await stop();
      const tooLate = resumedAfterMs.filter((ms) => ms > promisedMs);
      return {
        faults: { stops },
        figures: { slowestResumptionMs: Math.round(Math.max(...resumedAfterMs)) },
        breaches: [
          ...breachesOfLoad(load),
          ...tooLate.map((ms) => `in use again only after ${Math.round(ms)} ms, not ${promisedMs}`),
        ],
      };
    }),
};
