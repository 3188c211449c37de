import { writeFile } from 'node:fs/promises';
import { setTimeout as delay } from 'node:timers/promises';
import { type FaultOptions, helpText, orExit, parseOptions } from './options.ts';
import { printResults } from './report/print-results.ts';
import { reasonsAgainst, type ScenarioResult } from './report/result.ts';
import type { FaultContext, Scenario } from './scenario.ts';
import { scenarios } from './scenarios.ts';

/** A scenario that takes longer than this hangs, in minutes: the longest takes 3 of a short run, and 25 of a long one. */
const limitMinutes = { short: 15, long: 180 } as const;

const ids = scenarios.map(({ id }) => id);
const options = orExit(() => parseOptions(process.argv.slice(2), ids));
if (options) await tryToBreak(options);
else console.log(helpText(ids));
// Whatever a scenario that failed has left behind keeps no process.
process.exit();

async function tryToBreak({ isLong, seed, only, out }: FaultOptions): Promise<void> {
  console.log(`${isLong ? 'Long' : 'Short'} run, seed ${seed} (repeat it with --seed ${seed}).`);
  const results: ScenarioResult[] = [];
  const report = () => writeFile(out, `${JSON.stringify({ isLong, seed, node: process.version, results }, null, 2)}\n`);
  await report();
  for (const scenario of scenarios.filter(({ id }) => only?.includes(id) ?? true)) {
    const progress = (text: string) => console.log(`  ${scenario.id}: ${text}`);
    console.log(`${scenario.id}: ${scenario.promise}`);
    results.push(await runScenario(scenario, { isLong, seed, progress }));
    await report();
  }
  printResults(results);
  if (results.some(({ verdict }) => verdict === 'broken')) process.exitCode = 1;
}

async function runScenario(scenario: Scenario, context: FaultContext): Promise<ScenarioResult> {
  const { id, promise } = scenario;
  const startedAt = performance.now();
  const missing = await scenario.missing?.();
  if (missing !== undefined) return { id, promise, verdict: 'skipped', reasons: [missing], wallSeconds: 0 };
  const outcome = await Promise.race([scenario.run(context), hang(context)]).then(
    (report) => ({ report, reasons: reasonsAgainst(report) }),
    (error: unknown) => ({ reasons: [`the scenario itself failed: ${String(error)}`] }),
  );
  const wallSeconds = (performance.now() - startedAt) / 1_000;
  return { id, promise, verdict: outcome.reasons.length > 0 ? 'broken' : 'held', wallSeconds, ...outcome };
}

/** Rejects when a scenario should long be over. */
async function hang({ isLong }: FaultContext): Promise<never> {
  const minutes = limitMinutes[isLong ? 'long' : 'short'];
  await delay(minutes * 60_000, undefined, { ref: false });
  throw new Error(`it is not over after ${minutes} minutes`);
}
