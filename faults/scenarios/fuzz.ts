import { createDatabase } from '../../test/support/database.ts';
import { startPostgres } from '../../test/support/postgres-server.ts';
import { rosterLimitMs } from '../fuzz/arguments/library.ts';
import { limitMs } from '../fuzz/fuzz.ts';
import { reportOf, wordsOf } from '../fuzz/report.ts';
import { runRounds } from '../fuzz/run-rounds.ts';
import type { FaultContext, Scenario, ScenarioReport } from '../scenario.ts';
import { tellTenths } from '../support/tell-tenths.ts';

/** Inputs by where they go: those in memory are shared with all functions that need no store. */
const inputs = {
  short: { memory: 75_000, postgres: 25_000 },
  long: { memory: 750_000, postgres: 250_000 },
} as const;

/**
 * Every public function and hostile input. Left out, as only a copy of each could stand it and every mark would pay for
 * it: lists and dates that answer otherwise than they hold, such as a Proxy whose length grows while it is read. What
 * the host's own parts throw (a clock, a pool, a transaction that is a Proxy) comes through as it is; authors of
 * adapters and tests, and hosts that build schemas of their own, get a `TypeError` for what their types forbid. A
 * roster may take a second.
 */
export const fuzz: Scenario = {
  id: 'fuzz',
  promise: `Whatever comes in, every public function ends with a typed error or a valid result, within ${limitMs} ms of the event loop, but for what is called once, at start, or by authors of adapters: within ${rosterLimitMs}.`,
  run: async (context) => {
    const server = await startPostgres({ settings: { fsync: 'off' } });
    try {
      return await runOn(server.url, context);
    } finally {
      await server.stop({ immediate: true });
    }
  },
};

/** Both at once, each in a thread of its own: one mostly computes, the other mostly waits. */
async function runOn(serverUrl: string, { isLong, seed, progress }: FaultContext): Promise<ScenarioReport> {
  const { url: migratedUrl } = await createDatabase(serverUrl);
  const run = (kind: 'memory' | 'postgres') => {
    const count = inputs[isLong ? 'long' : 'short'][kind];
    const tell = tellTenths(count, (done) => progress(`${kind}: ${done} of ${count} inputs`));
    return runRounds({ kind, serverUrl, migratedUrl, seed, inputs: count }, tell);
  };
  const [memory, postgres] = await Promise.all([run('memory'), run('postgres')]);
  for (const line of [...wordsOf(memory), ...wordsOf(postgres)]) progress(line);
  return reportOf({ memory, postgres });
}
