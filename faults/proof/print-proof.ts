import Table from 'cli-table3';
import { withoutExample } from '../check/examples.ts';
import { breachesOf, type ScenarioResult } from '../report/result.ts';
import type { Mutation } from './mutations.ts';

/** The results of the suite on a mutated copy. */
export interface Verdict {
  readonly mutation: Mutation;
  readonly results: readonly ScenarioResult[];
}

/**
 * True if a scenario noticed a bug. Either the scenario found something broken, or it failed itself, since it waits in
 * vain where nothing is acknowledged any more. The control must hold, and so shows that the bug is the cause. A count
 * of too few marks shows nothing.
 */
export function isCaughtBy({ verdict, report }: ScenarioResult): boolean {
  return verdict === 'failed' || (report !== undefined && breachesOf(report).length > 0);
}

const longest = 100;

/** Prints which scenario caught which bug, and by which checks. */
export function printProof(verdicts: readonly Verdict[]): void {
  const table = new Table({ head: ['bug', 'caught by', 'because'], style: { head: [], border: [], compact: true } });
  for (const verdict of verdicts) {
    const catches = verdict.results.filter(isCaughtBy);
    const { bug } = verdict.mutation;
    if (catches.length === 0) table.push([bug, `none of ${verdict.results.length}`, '']);
    else table.push(...catches.map((result, index) => [index === 0 ? bug : '', result.id, whyOf(result)]));
  }
  console.log(table.toString());
}

function whyOf({ verdict, reasons }: ScenarioResult): string {
  const lines = reasons.map((reason) => withoutExample(reason).split('\n')[0]).join('; ');
  return shorten(verdict === 'failed' ? `failed: ${lines}` : lines);
}

function shorten(lines: string): string {
  return lines.length > longest ? `${lines.slice(0, longest)} …` : lines;
}
