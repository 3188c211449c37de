import { createDatabase } from '../../test/support/database.ts';
import { startPostgres } from '../../test/support/postgres-server.ts';
import { rosterLimitMs } from '../fuzz/arguments/library.ts';
import { limitMs } from '../fuzz/fuzz.ts';
import { reportOf, wordsOf } from '../fuzz/report.ts';
import { runPasses } from '../fuzz/run-passes.ts';
import type { FaultContext, Scenario, ScenarioReport } from '../scenario.ts';
import { tellTenths } from '../support/tell-tenths.ts';

/** The number of inputs for each kind of store. Functions that need no store share those in memory. */
const inputs = {
  short: { memory: 75_000, postgres: 25_000 },
  long: { memory: 750_000, postgres: 250_000 },
} as const;

/**
 * Every public function with hostile input. Two kinds of input are left out: lists and dates that answer otherwise than
 * they contain, such as a Proxy whose length grows. Only a copy of each could withstand them, and every mark would pay
 * for the copy. Errors of the host's own parts, such as a clock or a pool, come through as they are. Authors of
 * adapters, tests and schemas get a `TypeError` for values that their types forbid. A roster may take a second.
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

/** Runs both kinds at once, each in a thread of its own, since one mostly computes and the other mostly waits. */
async function runOn(serverUrl: string, { isLong, seed, progress }: FaultContext): Promise<ScenarioReport> {
  const { url: migratedUrl } = await createDatabase(serverUrl);
  const run = (kind: 'memory' | 'postgres') => {
    const count = inputs[isLong ? 'long' : 'short'][kind];
    const tell = tellTenths(count, (done) => progress(`${kind}: ${done} of ${count} inputs`));
    return runPasses({ kind, serverUrl, migratedUrl, seed, inputs: count }, tell);
  };
  const [memory, postgres] = await Promise.all([run('memory'), run('postgres')]);
  for (const line of [...wordsOf(memory), ...wordsOf(postgres)]) progress(line);
  return reportOf({ memory, postgres });
}
