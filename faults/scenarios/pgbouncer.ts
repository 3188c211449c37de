import { findPgBouncerVersion, startPgBouncer } from '../../test/support/pgbouncer.ts';
import type { FaultContext, Scenario } from '../scenario.ts';
import { terminateBackends } from '../support/backends.ts';
import { startLoadedHost } from '../support/loaded-host.ts';
import { runTestFile } from '../support/run-test-file.ts';
import { type Findings, playOnStage, type Stage } from '../support/stage.ts';

/**
 * A pooler that hands each statement to another connection of the server. Under load, all connections are terminated
 * again and again. Then the contract suite of repositories runs through a pooler.
 */
export const pgbouncer: Scenario = {
  id: 'pgbouncer',
  promise: 'Through PgBouncer in transaction mode all is as without it: the contract, and marks under fault.',
  missing: async () => ((await findPgBouncerVersion()) === undefined ? 'this machine has no pgbouncer' : undefined),
  run: (context) => playOnStage((stage) => markThroughPgBouncer(stage, context)),
};

async function markThroughPgBouncer(stage: Stage, { isLong, seed, progress }: FaultContext): Promise<Findings> {
  const storms = isLong ? 200 : 20;
  const bouncer = await startPgBouncer(stage.database.url);
  if (!bouncer) throw new Error('pgbouncer does not start');
  const url = bouncer.through(stage.database.url);
  const { load, stop } = await startLoadedHost(stage, { url, seed, preparedStatements: false });
  let terminated = 0;
  let slowestRecoveryMs = 0;
  for (let storm = 1; storm <= storms; storm += 1) {
    await load.untilAcknowledged(150);
    terminated += await terminateBackends(stage.database.url);
    slowestRecoveryMs = Math.max(slowestRecoveryMs, await load.untilAllAreServed());
  }
  const breaches = await stop();
  await bouncer.stop();
  progress(`${terminated} connections of PgBouncer ${await findPgBouncerVersion()} terminated`);
  const contract = await runTestFile('test/contract/pgbouncer.test.ts');
  progress(`${contract.passed} tests of the contract passed`);
  return {
    faults: { terminated, contractTests: contract.passed },
    figures: { slowestRecoveryMs: Math.round(slowestRecoveryMs), skippedTests: contract.skipped },
    breaches: [
      ...breaches,
      ...(terminated < storms ? [`${storms} storms found only ${terminated} connections to terminate`] : []),
      ...contract.failures.map((name) => `the contract does not hold: ${name}`),
      ...(contract.passed === 0 || contract.skipped > 0 ? ['not the whole contract was tested'] : []),
    ],
  };
}
