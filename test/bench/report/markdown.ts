import type { Section } from '../scenarios/scenario.ts';
import { formatCell, formatColumn } from './format-cell.ts';
import { type Machine, machineLine } from './machine.ts';

/** All results as a page of tables. */
export function toMarkdown(machine: Machine, sections: readonly Section[]): string {
  const parts = ['# Results', machineLine(machine), ...sections.map(sectionText)];
  return `${parts.join('\n\n')}\n`;
}

function sectionText({ title, how, rows }: Section): string {
  const columns = Object.keys(rows[0] ?? {});
  const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |`;
  const rule = columns.map((name) => (typeof rows[0]?.[name] === 'number' ? '---:' : '---'));
  const lines = rows.map((row) => line(columns.map((name) => formatCell(row[name]))));
  const table = columns.length === 0 ? [] : ['', line(columns.map(formatColumn)), line(rule), ...lines];
  return [`## ${title}`, '', how, ...table].join('\n');
}
