import Table from 'cli-table3';
import { figureInWords, nameInWords } from './figures.ts';
import { counts, type ScenarioResult } from './result.ts';

/** The text in place of a count that a scenario did not take. */
const uncounted = '–';

const head = ['scenario', 'verdict', 'faults', 'acknowledged', ...counts.map(nameInWords), 'seconds'];

/** Prints all results as a table, and below the table the figures and the breaches. */
export function printResults(results: readonly ScenarioResult[]): void {
  const table = new Table({ head, style: { head: [], border: [], compact: true } });
  table.push(...results.map(toRow));
  console.log(table.toString());
  for (const { id, report } of results) {
    const figures = Object.entries(report?.figures ?? {}).map(([name, value]) => figureInWords(name, value));
    if (figures.length > 0) console.log(`measured: ${id}: ${figures.join('; ')}`);
  }
  for (const { id, verdict, reasons } of results) {
    for (const reason of reasons) console.log(`${verdict}: ${id}: ${reason}`);
  }
}

function toRow({ id, verdict, report, wallSeconds }: ScenarioResult): (string | number)[] {
  const seconds = wallSeconds.toFixed(0);
  if (!report) return [id, verdict, '', '', ...counts.map(() => ''), seconds];
  const faults = Object.entries(report.faults).map(([name, count]) => `${count} ${nameInWords(name)}`);
  const found = counts.map((name) => report[name] ?? uncounted);
  return [id, verdict, faults.join(', '), report.acknowledged, ...found, seconds];
}
