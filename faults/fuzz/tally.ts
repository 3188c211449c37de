import type { PlannedCall } from './plan.ts';

/** One input that took long. */
export interface SlowInput {
  readonly input: number;
  readonly name: string;
  readonly ms: number;
}

/** The counts of a fuzz, which go between threads. */
export interface FuzzTally {
  /** Inputs by function, 0 for one that got none. */
  readonly functions: ReadonlyMap<string, number>;
  /** The number of calls that ended with each code. */
  readonly codes: ReadonlyMap<string, number>;
  /** The slowest ones, slowest first. */
  readonly slowest: readonly SlowInput[];
  /** Descriptions of broken promises, each with the first input that broke it and the number of such inputs. */
  readonly breaches: ReadonlyMap<string, { readonly input: number; readonly times: number }>;
}

const kept = 10;

/** The counts of several fuzzes as one. */
export function sumTallies(tallies: readonly FuzzTally[]): FuzzTally {
  const breaches = new Map<string, { readonly input: number; readonly times: number }>();
  for (const [text, { input, times }] of tallies.flatMap((tally) => [...tally.breaches])) {
    const known = breaches.get(text);
    breaches.set(text, { input: known?.input ?? input, times: (known?.times ?? 0) + times });
  }
  return {
    functions: sumByName(tallies.map(({ functions }) => functions)),
    codes: sumByName(tallies.map(({ codes }) => codes)),
    slowest: slowestOf(tallies.flatMap(({ slowest }) => slowest)),
    breaches,
  };
}

/** Sums counts by name. */
export function sumByName(counts: readonly ReadonlyMap<string, number>[]): ReadonlyMap<string, number> {
  const sums = new Map<string, number>();
  for (const [name, count] of counts.flatMap((each) => [...each])) sums.set(name, (sums.get(name) ?? 0) + count);
  return sums;
}

function slowestOf(inputs: readonly SlowInput[]): readonly SlowInput[] {
  return inputs.toSorted((a, b) => b.ms - a.ms).slice(0, kept);
}

/** Counts what inputs come to. */
export class Tally implements FuzzTally {
  readonly functions: Map<string, number>;
  readonly codes = new Map<string, number>();
  readonly breaches = new Map<string, { readonly input: number; readonly times: number }>();
  slowest: readonly SlowInput[] = [];

  /** The names of all functions, also of those that get no input. */
  constructor(functions: readonly string[]) {
    this.functions = new Map(functions.map((name) => [name, 0]));
  }

  count(input: number, { name, functionName }: PlannedCall, ms: number, code: string): void {
    this.functions.set(functionName, (this.functions.get(functionName) ?? 0) + 1);
    this.codes.set(code, (this.codes.get(code) ?? 0) + 1);
    if (ms <= (this.slowest.at(kept - 1)?.ms ?? 0)) return;
    this.slowest = slowestOf([...this.slowest, { input, name, ms }]);
  }

  breach(input: number, text: string): void {
    const known = this.breaches.get(text);
    this.breaches.set(text, { input: known?.input ?? input, times: (known?.times ?? 0) + 1 });
  }
}
