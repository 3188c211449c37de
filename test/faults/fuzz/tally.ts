import type { PlannedCall } from './plan.ts';

/** One input that took long. */
export interface SlowInput {
  readonly input: number;
  readonly name: string;
  readonly ms: number;
}

/** What a fuzz has come to; goes between threads. */
export interface FuzzTally {
  /** Inputs by function, 0 for one that got none. */
  readonly functions: ReadonlyMap<string, number>;
  /** How often calls ended with which code. */
  readonly codes: ReadonlyMap<string, number>;
  /** The slowest ones, slowest first. */
  readonly slowest: readonly SlowInput[];
  /** Broken promises in words, each with the first input that broke it and how many did. */
  readonly breaches: ReadonlyMap<string, { readonly input: number; readonly times: number }>;
}

const kept = 10;

/** Counts what inputs come to. */
export class Tally implements FuzzTally {
  readonly functions: Map<string, number>;
  readonly codes = new Map<string, number>();
  readonly breaches = new Map<string, { readonly input: number; readonly times: number }>();
  slowest: readonly SlowInput[] = [];

  /** @param functions  All of them, those that no input comes to included. */
  constructor(functions: readonly string[]) {
    this.functions = new Map(functions.map((name) => [name, 0]));
  }

  count(input: number, { name, functionName }: PlannedCall, ms: number, code: string): void {
    this.functions.set(functionName, (this.functions.get(functionName) ?? 0) + 1);
    this.codes.set(code, (this.codes.get(code) ?? 0) + 1);
    if (ms <= (this.slowest.at(kept - 1)?.ms ?? 0)) return;
    this.slowest = [...this.slowest, { input, name, ms }].sort((a, b) => b.ms - a.ms).slice(0, kept);
  }

  breach(input: number, text: string): void {
    const known = this.breaches.get(text);
    this.breaches.set(text, { input: known?.input ?? input, times: (known?.times ?? 0) + 1 });
  }
}
