import { startPostgres } from '../test/support/postgres-server.ts';
import { contestantTitles } from './contestants/contestant.ts';
import { type BenchOptions, helpText, parseOptions } from './options.ts';
import { compareGoals } from './report/goals.ts';
import { describeMachine, machineLine } from './report/machine.ts';
import { printSection } from './report/print-section.ts';
import { writeResults } from './report/write-results.ts';
import type { Section } from './scenarios/scenario.ts';
import { scenarios } from './scenarios/scenarios.ts';
import { SchoolCalendar } from './world/school-calendar.ts';
import { createTemplate, createWorld, type World } from './world/world.ts';

const startedAt = performance.now();
const options = parseOptions(process.argv.slice(2));
if (options) await bench(options);
else console.log(helpText);

async function bench(options: BenchOptions): Promise<void> {
  const server = await startPostgres({ major: options.postgres });
  try {
    const machine = await describeMachine(server.url);
    console.log(machineLine(machine));
    for (const [name, title] of Object.entries(contestantTitles)) console.log(`  ${name.padEnd(13)} ${title}`);
    const sections = await runScenarios(server, options);
    if (options.out !== undefined) await writeResults(options.out, machine, options, sections);
  } finally {
    await server.stop({ immediate: true });
  }
  console.log(`\n${secondsSoFar()} s in all.`);
}

async function runScenarios(
  server: Awaited<ReturnType<typeof startPostgres>>,
  options: BenchOptions,
): Promise<Section[]> {
  const [first, ...others] = await createWorlds(server.url, options.histories);
  if (!first) throw new Error('expected a history');
  console.log(`Databases with ${options.histories.join(', ')} records were made in ${secondsSoFar()} s.`);
  const worlds = [first, ...others];
  const context = { server, options, calendar: new SchoolCalendar(), worlds, world: worlds.at(-1) ?? first };
  const sections: Section[] = [];
  for (const [id, run] of Object.entries(scenarios)) {
    if (options.only && !options.only.includes(id)) continue;
    const found = [await run(context)].flat();
    for (const section of found) printSection(section);
    console.log(`${secondsSoFar()} s so far.`);
    sections.push(...found);
  }
  const goals = compareGoals(sections);
  printSection(goals);
  return [goals, ...sections];
}

async function createWorlds(serverUrl: string, histories: readonly number[]): Promise<World[]> {
  await createTemplate(serverUrl);
  const worlds: World[] = [];
  for (const rows of histories) worlds.push(await createWorld(serverUrl, rows));
  return worlds;
}

function secondsSoFar(): string {
  return ((performance.now() - startedAt) / 1_000).toFixed(0);
}
