import { withExample } from '../check/examples.ts';
import type { ScenarioReport } from '../scenario.ts';
import { nameInWords } from './figures.ts';

/** A scenario's line in the report. */
export interface ScenarioResult {
  readonly id: string;
  readonly promise: string;
  /** `failed`: the scenario itself did not come to its end, and its promise may hold or not. */
  readonly verdict: 'held' | 'broken' | 'failed' | 'skipped';
  /** Why it was skipped, what was broken, or the error that it failed with. */
  readonly reasons: readonly string[];
  readonly wallSeconds: number;
  readonly report?: ScenarioReport;
}

/** Acknowledged marks below which a scenario proves nothing. */
const minAcknowledged = 2_000;

/** What is counted of every scenario with load, in the order in which it is printed. */
export const counts = ['lost', 'doubled', 'brokenChains', 'drift', 'mistold'] as const;

/** Every breach of a report, in words. A count that was not taken breaks nothing. */
export function breachesOf(report: ScenarioReport): readonly string[] {
  const wrong = counts.flatMap((name) => {
    const { [name]: count = 0, examples = {} } = report;
    return count === 0 ? [] : withExample(`${nameInWords(name)}: ${count}`, examples[name]);
  });
  return [...wrong, ...report.breaches];
}

/** What keeps a promise from being held: its breaches, or that too little was done to see any. */
export function reasonsAgainst(report: ScenarioReport): readonly string[] {
  const breaches = breachesOf(report);
  if (breaches.length > 0 || report.acknowledged >= minAcknowledged) return breaches;
  return [`only ${report.acknowledged} of ${minAcknowledged} marks acknowledged`];
}

/** Whether a promise was not seen to hold. */
export function isAmiss({ verdict }: ScenarioResult): boolean {
  return verdict === 'broken' || verdict === 'failed';
}
