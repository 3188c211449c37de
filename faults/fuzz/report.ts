import { sumReports } from '../check/check-store.ts';
import type { ScenarioReport } from '../scenario.ts';
import type { FuzzResult } from './run-fuzz.ts';
import { sumByName } from './tally.ts';

/** The memory that all inputs may need beside the hostile values themselves, in megabytes. */
const mostMb = 1_000;
/** The memory that may be left after the inputs of one pass, in megabytes. The stores keep some 4 kB an input. */
const mostHeldMb = 500;

/** Makes the scenario's report of both results. */
export function reportOf({ memory, postgres }: Record<'memory' | 'postgres', FuzzResult>): ScenarioReport {
  const results = [memory, postgres];
  const functions = sumByName(results.map(({ tally }) => tally.functions));
  return {
    ...sumReports(results.map(({ check }) => check)),
    faults: { inputs: countInputs(memory) + countInputs(postgres) },
    figures: {
      functions: functions.size,
      fewestInputs: Math.min(...functions.values()),
      memoryInputs: countInputs(memory),
      postgresInputs: countInputs(postgres),
      slowestMs: Math.max(...results.map(({ tally }) => tally.slowest[0]?.ms ?? 0)),
      peakHeapMb: Math.round(Math.max(...results.map((result) => result.memory.peakMb))),
      heldMb: Math.round(Math.max(...results.map((result) => result.memory.afterMb - result.memory.beforeMb))),
    },
    breaches: [...results.flatMap(breachesOf), ...neglected(functions)],
  };
}

/** Describes a result: the functions, how calls ended, the slowest inputs, and memory. */
export function wordsOf({ tally, memory }: FuzzResult): string[] {
  const fewest = Math.min(...tally.functions.values());
  const { beforeMb, peakMb, afterMb } = memory;
  return [
    `${tally.functions.size} functions, each with ${fewest} inputs at least`,
    [...tally.codes].map(([code, times]) => `${times} ${code}`).join(', '),
    ...tally.slowest.slice(0, 5).map(({ name, input, ms }) => `slow: ${name}, input ${input}: ${ms.toFixed(1)} ms`),
    `heap: ${beforeMb.toFixed(0)} MB before, at most ${peakMb.toFixed(0)} MB, ${afterMb.toFixed(0)} MB after`,
  ];
}

function neglected(functions: ReadonlyMap<string, number>): string[] {
  return [...functions].filter(([, inputs]) => inputs === 0).map(([name]) => `no input came to ${name}`);
}

function countInputs({ tally }: FuzzResult): number {
  return [...tally.functions.values()].reduce((sum, inputs) => sum + inputs, 0);
}

function breachesOf({ tally, memory: { beforeMb, peakMb, afterMb }, strays }: FuzzResult): string[] {
  return [
    ...[...tally.breaches].map(([text, { input, times }]) => `${text} (${times} times, first by input ${input})`),
    ...strays,
    ...(peakMb - beforeMb > mostMb ? [`needed ${Math.round(peakMb - beforeMb)} MB`] : []),
    ...(afterMb - beforeMb > mostHeldMb ? [`holds ${Math.round(afterMb - beforeMb)} MB`] : []),
  ];
}
