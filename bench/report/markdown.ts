import { contestantTitles } from '../contestants/contestant.ts';
import type { BenchOptions } from '../options.ts';
import type { Section } from '../scenarios/scenario.ts';
import { formatCell, formatColumn } from './format-cell.ts';
import { type Machine, machineLine } from './machine.ts';

/** All results as a page of tables. */
export function toMarkdown(
  machine: Machine,
  { rounds, durationMs }: Pick<BenchOptions, 'rounds' | 'durationMs'>,
  sections: readonly Section[],
): string {
  const how = `Written by \`npm run bench\`. Times are in milliseconds where nothing else is said. Medians of ${rounds} rounds of ${durationMs / 1_000} s, contestants in turn; \`runs\` says where fewer were made.`;
  const parts = ['# Results', machineLine(machine), how, contestantsText(), ...sections.map(sectionText)];
  return `${parts.join('\n\n')}\n`;
}

function contestantsText(): string {
  const lines = Object.entries(contestantTitles).map(([name, title]) => `| ${name} | ${title} |`);
  return ['| contestant | what it is |', '| --- | --- |', ...lines].join('\n');
}

function sectionText({ title, how, rows }: Section): string {
  const columns = Object.keys(rows[0] ?? {});
  const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |`;
  const rule = columns.map((name) => (typeof rows[0]?.[name] === 'number' ? '---:' : '---'));
  const lines = rows.map((row) => line(columns.map((name) => formatCell(row[name]))));
  const table = columns.length === 0 ? [] : ['', line(columns.map(formatColumn)), line(rule), ...lines];
  return [`## ${title}`, '', how, ...table].join('\n');
}
