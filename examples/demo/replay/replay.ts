import { basename } from 'node:path';
import type { Pool } from 'pg';
import { createTestClock } from 'rollbook/testing';
import { withDatabase } from '../database.ts';
import { createDemoAttendance } from '../demo-attendance.ts';
import { counted, grouped, secondsSince } from '../format.ts';
import type { ReplayOptions } from '../options.ts';
import { printProofs } from '../proof.ts';
import type { FiguresOfDay } from './figures.ts';
import { insertRoster } from './insert-roster.ts';
import { markDays } from './mark-days.ts';
import { childrenOf, planSchools } from './plan-schools.ts';
import { withProgress } from './progress.ts';
import { proveReplay } from './prove-replay.ts';
import { readFigures } from './read-figures.ts';
import { selectDays } from './select-days.ts';

/**
 * Replays the figures of a file as one mark per enrolled child, and proves that every summary equals the file.
 * @returns  Whether every proof holds.
 * @throws {InputError} when the file cannot be read, is malformed or has no such days
 */
export async function runReplay(options: ReplayOptions): Promise<boolean> {
  const days = selectDays(await readFigures(options.csv), options);
  console.log(`${basename(options.csv)}: ${introduction(days, options.days)}`);
  return withDatabase((pool) => replay(pool, days));
}

/**
 * Replays days on an empty database with rollbook's tables.
 * @returns  Whether every proof holds.
 */
export async function replay(pool: Pool, days: readonly FiguresOfDay[]): Promise<boolean> {
  const schools = planSchools(days);
  const children = [...schools.values()].reduce((sum, school) => sum + childrenOf(school), 0);
  const rosterAt = performance.now();
  await withProgress('Roster', children, (advance) => insertRoster(pool, [...schools.values()], advance));
  console.log(`Roster of ${counted(children, 'child', 'children')} written in ${secondsSince(rosterAt)} s.`);

  const clock = createTestClock();
  const attendance = createDemoAttendance(pool, clock);
  const { marks, seconds } = await markDays({ attendance, clock, days, schools });
  const isRight = printProofs(await proveReplay({ pool, attendance, days, schools, marks }));
  const onDays = days.length === 1 ? '' : `, with each of ${grouped(children)} counted once a day`;
  console.log(`Children marked:  ${grouped(marks)}${onDays}`);
  console.log(`Seconds:          ${seconds.toFixed(1)}`);
  console.log(`Marks per second: ${grouped(Math.round(marks / seconds))}`);
  console.log(`Peak memory:      ${grouped(Math.round(process.resourceUsage().maxRSS / 1_024))} MB, without Postgres`);
  return isRight;
}

function introduction(days: readonly FiguresOfDay[], wanted: number): string {
  const first = days[0]?.date;
  const last = days.at(-1)?.date;
  const period = first === last ? first : `${first} to ${last}`;
  const fewer = days.length < wanted ? ` (of the ${wanted} asked for, no more follow)` : '';
  const schools = new Set(days.flatMap((day) => day.schools.map(({ school }) => school))).size;
  return `${counted(days.length, 'day')}${fewer}, ${period}, of ${counted(schools, 'school')}.`;
}
