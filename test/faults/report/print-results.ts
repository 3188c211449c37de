import Table from 'cli-table3';
import type { ScenarioResult } from './result.ts';

/** What stands where a scenario did not count. */
const uncounted = '–';

/** Prints all results as a table. */
export function printResults(results: readonly ScenarioResult[]): void {
  const head = ['scenario', 'verdict', 'faults', 'acknowledged', 'lost', 'doubled', 'chains', 'drift', 'mistold', 's'];
  const table = new Table({ head, style: { head: [], border: [], compact: true } });
  table.push(...results.map(toRow));
  console.log(table.toString());
  for (const { id, verdict, reasons } of results) {
    for (const reason of reasons) console.log(`${verdict}: ${id}: ${reason}`);
  }
}

function toRow({ id, verdict, report, wallSeconds }: ScenarioResult): (string | number)[] {
  if (!report) return [id, verdict, '', '', '', '', '', '', '', wallSeconds.toFixed(0)];
  const faults = Object.entries(report.faults).map(([name, count]) => `${count} ${name}`);
  const { acknowledged, lost, doubled, brokenChains, drift, mistold } = report;
  return [
    id,
    verdict,
    faults.join(', '),
    acknowledged,
    ...[lost, doubled, brokenChains, drift, mistold].map((count) => count ?? uncounted),
    wallSeconds.toFixed(0),
  ];
}
