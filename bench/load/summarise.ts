import { median, quantileSorted } from 'simple-statistics';

/** Latencies in milliseconds. */
export interface LatencySummary {
  readonly p50: number;
  readonly p95: number;
  readonly p99: number;
  readonly max: number;
}

/** Sums up latencies; `NaN` of none. */
export function summarise(latencies: readonly number[]): LatencySummary {
  const sorted = latencies.toSorted((a, b) => a - b);
  const at = (share: number) => (sorted.length === 0 ? Number.NaN : quantileSorted(sorted, share));
  return { p50: at(0.5), p95: at(0.95), p99: at(0.99), max: at(1) };
}

/** Figures of one run, by name. */
export type Figures = Readonly<Record<string, number>>;

/** The median of each figure over several runs, which have the same figures. */
export function medianOf(runs: readonly Figures[]): Figures {
  const names = Object.keys(runs[0] ?? {});
  return Object.fromEntries(names.map((name) => [name, median(runs.map((run) => run[name] ?? Number.NaN))]));
}
