import { sumReports } from '../check/check-store.ts';
import { type FuzzOrder, type FuzzResult, runFuzz } from './run-fuzz.ts';
import { sumTallies } from './tally.ts';

/** Inputs of a round, after which the stores begin anew: what they keep of all marks has to fit into memory. */
const roundInputs = 75_000;

/**
 * Fuzzes in one round after the other, each on stores and in a thread of its own.
 * @param order    `inputs`: of all rounds.
 * @param onInput  Told each second which input is on.
 * @throws {Error} when a thread has ended before it was done
 */
export async function runRounds(
  order: Omit<FuzzOrder, 'first' | 'progress'>,
  onInput: (input: number) => void,
): Promise<FuzzResult> {
  const results: FuzzResult[] = [];
  for (let first = 0; first < order.inputs; first += roundInputs) {
    const inputs = Math.min(roundInputs, order.inputs - first);
    const result = await runFuzz({ ...order, first, inputs }, onInput);
    if ('end' in result) throw new Error(result.end);
    results.push(result);
  }
  return sumResults(results);
}

/** Of memory the most that a round needed, and has left. */
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
