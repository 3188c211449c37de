import { withExample } from '../check/examples.ts';
import type { ScenarioReport } from '../scenario.ts';
import { nameInWords } from './figures.ts';

/** A scenario's line in the report. */
export interface ScenarioResult {
  readonly id: string;
  readonly promise: string;
  /** `failed`: the scenario itself did not come to its end, and its promise may hold or not. */
  readonly verdict: 'held' | 'broken' | 'failed' | 'skipped';
  /** The reasons for skipping, the breaches, or the error with which the scenario failed. */
  readonly reasons: readonly string[];
  readonly wallSeconds: number;
  readonly report?: ScenarioReport;
}

/** A scenario with fewer acknowledged marks than this proves nothing. */
const minAcknowledged = 2_000;

/** The counts of every scenario with load, in the order of printing. */
export const counts = ['lost', 'doubled', 'brokenChains', 'drift', 'mistold'] as const;

/** Descriptions of every breach in a report. A count that was not taken breaks nothing. */
export function breachesOf(report: ScenarioReport): readonly string[] {
  const wrong = counts.flatMap((name) => {
    const { [name]: count = 0, examples = {} } = report;
    return count === 0 ? [] : withExample(`${nameInWords(name)}: ${count}`, examples[name]);
  });
  return [...wrong, ...report.breaches];
}

/** The reasons why a promise did not hold: its breaches, or too few marks to see any. */
export function reasonsAgainst(report: ScenarioReport): readonly string[] {
  const breaches = breachesOf(report);
  if (breaches.length > 0 || report.acknowledged >= minAcknowledged) return breaches;
  return [`only ${report.acknowledged} of ${minAcknowledged} marks acknowledged`];
}

/** True if a promise was not seen to hold. */
export function isAmiss({ verdict }: ScenarioResult): boolean {
  return verdict === 'broken' || verdict === 'failed';
}
