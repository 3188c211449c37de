import type { Scenario } from '../scenario.ts';
import { terminateBackends } from '../support/backends.ts';
import { playOnStage } from '../support/stage.ts';
import { startHostProcess } from '../support/start-host-process.ts';

/**
 * `pg_terminate_backend` on all connections of a host again and again, at work and idle. The host is a process of its
 * own, since an error without a listener would end it.
 */
export const terminateStorm: Scenario = {
  id: 'terminate-storm',
  promise: 'A storm of pg_terminate_backend never ends the host, though it has no listener for errors of its pool.',
  run: ({ isLong, seed, progress }) =>
    playOnStage(async (stage) => {
      const wanted = isLong ? 2_000 : 200;
      const host = await startHostProcess(stage, { seed });
      let terminated = 0;
      let bursts = 0;
      let slowestRecoveryMs = 0;
      while (terminated < wanted) {
        await host.untilAcknowledged(100);
        terminated += await terminateBackends(stage.database.url);
        bursts += 1;
        slowestRecoveryMs = Math.max(slowestRecoveryMs, await host.untilAllAreServed());
        if (bursts % 10 === 0) progress(`${terminated} of ${wanted} connections terminated`);
      }
      const breaches = await host.rest();
      const idle = await terminateBackends(stage.database.url);
      await host.finish();
      return {
        faults: { terminated: terminated + idle },
        figures: { bursts, idleTerminated: idle, slowestRecoveryMs: Math.round(slowestRecoveryMs) },
        breaches: idle > 0 ? breaches : [...breaches, 'no idle connection was there to be terminated'],
      };
    }),
};
