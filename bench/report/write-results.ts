import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { contestantTitles } from '../contestants/contestant.ts';
import type { BenchOptions } from '../options.ts';
import type { Section } from '../scenarios/scenario.ts';
import { type Machine, machineLine } from './machine.ts';
import { toMarkdown } from './markdown.ts';
import { drawPlots } from './plots.ts';

/** Writes `results.json`, `results.md` and the plots to a folder, which is made if need be. */
export async function writeResults(
  folder: string,
  machine: Machine,
  { quick, rounds, durationMs, histories }: BenchOptions,
  sections: readonly Section[],
): Promise<void> {
  const options = { quick, rounds, durationMs, histories };
  const json = { machine, options, contestants: contestantTitles, sections };
  await mkdir(folder, { recursive: true });
  await writeFile(join(folder, 'results.json'), `${JSON.stringify(json, undefined, 2)}\n`);
  await writeFile(join(folder, 'results.md'), toMarkdown(machine, options, sections));
  for (const [name, svg] of drawPlots(sections, machineLine(machine))) await writeFile(join(folder, name), svg);
}
