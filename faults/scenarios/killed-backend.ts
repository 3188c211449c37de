import type { Scenario } from '../scenario.ts';
import { findBackend } from '../support/backends.ts';
import { startLoadedHost } from '../support/loaded-host.ts';
import { playOnStage } from '../support/stage.ts';

/**
 * `kill -9` of a process that serves the host. The server then disconnects all its clients, and recovers from its log.
 */
export const killedBackend: Scenario = {
  id: 'killed-backend',
  promise: 'A backend that dies by kill -9 in the midst of marks loses none that was acknowledged, and doubles none.',
  run: ({ isLong, seed, progress }) =>
    playOnStage(async (stage) => {
      const kills = isLong ? 200 : 20;
      const { load, stop } = await startLoadedHost(stage, { seed });
      let slowestRecoveryMs = 0;
      for (let kill = 1; kill <= kills; kill += 1) {
        process.kill(await findBackend(stage.database.url), 'SIGKILL');
        slowestRecoveryMs = Math.max(slowestRecoveryMs, await load.untilAllAreServed());
        await load.untilAcknowledged(100);
        if (kill % 10 === 0) progress(`${kill} of ${kills} kills, ${stage.ledger.acknowledged} marks acknowledged`);
      }
      const breaches = await stop();
      return {
        faults: { kills },
        figures: { slowestRecoveryMs: Math.round(slowestRecoveryMs) },
        breaches,
      };
    }),
};
