import Table from 'cli-table3';
import type { Section } from '../scenarios/scenario.ts';
import { formatCell, formatColumn } from './format-cell.ts';

/** Prints a result as a table. */
export function printSection({ title, how, rows }: Section): void {
  const columns = Object.keys(rows[0] ?? {});
  const table = new Table({
    head: columns.map(formatColumn),
    colAligns: columns.map((name) => (typeof rows[0]?.[name] === 'number' ? 'right' : 'left')),
    style: { head: [], border: [], compact: true },
  });
  table.push(...rows.map((row) => columns.map((name) => formatCell(row[name]))));
  console.log(`\n${title}\n${how}`);
  if (rows.length > 0) console.log(table.toString());
}
