import Table from 'cli-table3';
import type { ScenarioResult } from '../report/result.ts';
import type { Mutation } from './mutations.ts';

/** What the suite said of a mutated copy. */
export interface Verdict {
  readonly mutation: Mutation;
  readonly results: readonly ScenarioResult[];
}

/** Whether a scenario found something broken. One that failed itself has found nothing. */
export function isCaughtBy({ verdict, report }: ScenarioResult): boolean {
  return verdict === 'broken' && report !== undefined;
}

const longest = 100;

/** Prints which scenario caught what, and by which of its checks. */
export function printProof(verdicts: readonly Verdict[]): void {
  const table = new Table({ head: ['bug', 'caught by', 'because'], style: { head: [], border: [], compact: true } });
  for (const verdict of verdicts) {
    const catches = verdict.results.filter(isCaughtBy);
    const { bug } = verdict.mutation;
    if (catches.length === 0) table.push([bug, `none of ${verdict.results.length}`, '']);
    else table.push(...catches.map(({ id, reasons }, index) => [index === 0 ? bug : '', id, shorten(reasons)]));
  }
  console.log(table.toString());
}

function shorten(reasons: readonly string[]): string {
  const lines = reasons.map((reason) => reason.split('\n')[0] ?? '').join('; ');
  return lines.length > longest ? `${lines.slice(0, longest)} …` : lines;
}
