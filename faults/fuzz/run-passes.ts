import { sumReports } from '../check/check-store.ts';
import { type FuzzOrder, type FuzzResult, runFuzz } from './run-fuzz.ts';
import { sumTallies } from './tally.ts';

/** Inputs of one pass. Then the stores begin anew, since what they keep of all marks has to fit into memory. */
const passInputs = 75_000;

/**
 * Fuzzes in one pass after the other. Each pass has stores and a thread of its own.
 * @param order    `inputs` is the sum over all passes.
 * @param onInput  Called each second with the current input.
 * @throws {Error} when a thread has ended too early
 */
export async function runPasses(
  order: Omit<FuzzOrder, 'first' | 'progress'>,
  onInput: (input: number) => void,
): Promise<FuzzResult> {
  const results: FuzzResult[] = [];
  for (let first = 0; first < order.inputs; first += passInputs) {
    const inputs = Math.min(passInputs, order.inputs - first);
    const result = await runFuzz({ ...order, first, inputs }, onInput);
    if ('end' in result) throw new Error(result.end);
    results.push(result);
  }
  return sumResults(results);
}

/** Adds up the results. The memory is that of the pass that needed or left the most. */
function sumResults(results: readonly FuzzResult[]): FuzzResult {
  const memory = results.map((result) => result.memory);
  return {
    tally: sumTallies(results.map(({ tally }) => tally)),
    memory: {
      beforeMb: Math.min(...memory.map(({ beforeMb }) => beforeMb)),
      peakMb: Math.max(...memory.map(({ peakMb }) => peakMb)),
      afterMb: Math.max(...memory.map(({ afterMb }) => afterMb)),
    },
    check: sumReports(results.map(({ check }) => check)),
    strays: results.flatMap(({ strays }) => strays),
  };
}
