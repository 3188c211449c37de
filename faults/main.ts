import { writeFile } from 'node:fs/promises';
import { setTimeout as delay } from 'node:timers/promises';
import { inspect } from 'node:util';
import { type FaultOptions, helpText, orExit, parseOptions } from './options.ts';
import { printResults } from './report/print-results.ts';
import { isAmiss, reasonsAgainst, type ScenarioResult } from './report/result.ts';
import type { FaultContext, Scenario } from './scenario.ts';
import { scenarios } from './scenarios.ts';

/**
 * The time after which a scenario is taken to hang, in minutes. The longest scenario takes 3 minutes of a short run,
 * and 30 of a long one.
 */
const limitMinutes = { short: 15, long: 180 } as const;

const ids = scenarios.map(({ id }) => id);
const options = await orExit(() => parseOptions(process.argv.slice(2), ids));
if (options) await tryToBreak(options);
else console.log(helpText(ids));
// A scenario that failed may have left timers and sockets behind, which must not keep the process.
process.exit();

async function tryToBreak({ isLong, seed, only, out }: FaultOptions): Promise<void> {
  const results: ScenarioResult[] = [];
  const report = () => writeFile(out, `${JSON.stringify({ isLong, seed, node: process.version, results }, null, 2)}\n`);
  await orExit(() => report().catch(refuseOut));
  console.log(`${isLong ? 'Long' : 'Short'} run, seed ${seed} (repeat it with --seed ${seed}).`);
  for (const scenario of scenarios.filter(({ id }) => only?.includes(id) ?? true)) {
    const progress = (text: string) => console.log(`  ${scenario.id}: ${text}`);
    console.log(`${scenario.id}: ${scenario.promise}`);
    results.push(await runScenario(scenario, { isLong, seed, progress }));
    await report();
  }
  printResults(results);
  console.log(`Report: ${out}`);
  if (results.some(isAmiss)) process.exitCode = 1;
}

function refuseOut(error: unknown): never {
  throw new Error(`--out is nothing to write to: ${error instanceof Error ? error.message : error}`);
}

async function runScenario(scenario: Scenario, context: FaultContext): Promise<ScenarioResult> {
  const { id, promise } = scenario;
  const startedAt = performance.now();
  const outcome = await outcomeOf(scenario, context).catch(toFailure);
  return { id, promise, wallSeconds: (performance.now() - startedAt) / 1_000, ...outcome };
}

type Outcome = Pick<ScenarioResult, 'verdict' | 'reasons' | 'report'>;

async function outcomeOf(scenario: Scenario, context: FaultContext): Promise<Outcome> {
  const missing = await scenario.missing?.();
  if (missing !== undefined) return { verdict: 'skipped', reasons: [missing] };
  const report = await Promise.race([scenario.run(context), hang(context)]);
  const reasons = reasonsAgainst(report);
  return { verdict: reasons.length > 0 ? 'broken' : 'held', reasons, report };
}

/** A failure shows the stack and the errors that caused it, from which somebody can find the reason. */
function toFailure(error: unknown): Outcome {
  return { verdict: 'failed', reasons: [inspect(error, { depth: 8 })] };
}

/** Rejects when a scenario should have ended long ago. */
async function hang({ isLong }: FaultContext): Promise<never> {
  const minutes = limitMinutes[isLong ? 'long' : 'short'];
  await delay(minutes * 60_000, undefined, { ref: false });
  throw new Error(`it is not over after ${minutes} minutes`);
}
