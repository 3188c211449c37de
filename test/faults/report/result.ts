import type { ScenarioReport } from '../scenario.ts';

/** A scenario's line in the report. */
export interface ScenarioResult {
  readonly id: string;
  readonly promise: string;
  readonly verdict: 'held' | 'broken' | 'skipped';
  /** Why it was skipped, or what was broken. */
  readonly reasons: readonly string[];
  readonly wallSeconds: number;
  readonly report?: ScenarioReport;
}

/** Every breach of a report, in words. A count that was not taken breaks nothing. */
export function breachesOf(report: ScenarioReport, minAcknowledged: number): string[] {
  const { acknowledged, lost, doubled, brokenChains, drift, mistold, breaches } = report;
  const counted = Object.entries({ lost, doubled, brokenChains, drift, mistold });
  const wrong = counted.filter(([, count]) => count !== undefined && count !== 0);
  const tooFew =
    acknowledged < minAcknowledged ? [`only ${acknowledged} of ${minAcknowledged} marks acknowledged`] : [];
  return [...tooFew, ...wrong.map(([name, count]) => `${name}: ${count}`), ...breaches];
}
