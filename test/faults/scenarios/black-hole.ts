import { WireProxy } from '../../integration/support/wire-proxy.ts';
import type { Scenario } from '../scenario.ts';
import { breachesOfCodes, breachesOfLoad, breachesOfTime } from '../support/breaches.ts';
import { startLoadedHost } from '../support/loaded-host.ts';
import { readEverything } from '../support/read-everything.ts';
import { playOnStage } from '../support/stage.ts';

const timeoutMs = 1_000;

/**
 * The network swallows everything, while all connections look open: no error ever says that the server is away. Every other
 * time those connections stay so when the network is back: who uses one of them again hears nothing. Only the pool can give
 * up a connection that it was opening.
 */
export const blackHole: Scenario = {
  id: 'black-hole',
  promise: 'Over connections that swallow everything, no call takes longer than its time limit.',
  run: ({ isLong, seed, progress }) =>
    playOnStage(async (stage) => {
      const holes = isLong ? 100 : 10;
      const proxy = await WireProxy.start(stage.database.url);
      const limits = { timeoutMs, connectionTimeoutMillis: timeoutMs };
      const { attendance, load, stop } = await startLoadedHost(stage, {
        url: proxy.url,
        seed,
        ...limits,
        delivers: false,
      });
      let slowestRecoveryMs = 0;
      for (let hole = 1; hole <= holes; hole += 1) {
        await load.untilAcknowledged(250);
        proxy.swallow();
        await Promise.all([load.untilAllAreAnswered(), readEverything(attendance, stage, load.calls)]);
        proxy.heal({ resets: hole % 2 === 0 });
        slowestRecoveryMs = Math.max(slowestRecoveryMs, await load.untilAllAreServed());
        proxy.forget();
        progress(`${hole} of ${holes} holes, slowest call ${Math.round(load.calls.slowestMs)} ms`);
      }
      await stop();
      await proxy.close();
      return {
        faults: { holes },
        figures: {
          timeoutMs,
          slowestCallMs: Math.round(load.calls.slowestMs),
          failedCalls: load.calls.failed,
          slowestRecoveryMs: Math.round(slowestRecoveryMs),
        },
        breaches: [...breachesOfLoad(load), ...breachesOfTime(load, timeoutMs), ...breachesOfCodes(load)],
      };
    }),
};
