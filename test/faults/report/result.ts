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

/** Every breach of a report, in words. */
export function breachesOf(report: ScenarioReport, minAcknowledged: number): string[] {
  const { acknowledged, lost, doubled, brokenChains, drift, mistold, breaches } = report;
  const counts = Object.entries({ lost, doubled, brokenChains, drift, mistold }).filter(([, count]) => count !== 0);
  const tooFew =
    acknowledged < minAcknowledged ? [`only ${acknowledged} of ${minAcknowledged} marks acknowledged`] : [];
  return [...tooFew, ...counts.map(([name, count]) => `${name}: ${count}`), ...breaches];
}
