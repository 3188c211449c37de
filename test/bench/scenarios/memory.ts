import { createAttendance } from 'rollbook';
import { createMemoryRepository } from 'rollbook/memory';
import { alternate } from '../load/alternate.ts';
import { spreadDeck } from '../load/deck.ts';
import type { BenchContext, Scenario } from './scenario.ts';

/** Marks that are awaited at a time, as of so many callers. */
const together = 200;

/** The memory adapter: what the package costs without a database. */
export const measureMemory: Scenario = async (context) => {
  const measured = await alternate(['rollbook/memory'], { ...context.options, rounds: 5 }, () => markAll(context));
  return {
    id: 'memory',
    title: 'In memory',
    how: `Every child of the 500 schools marked once by single calls of ${together} callers, validation on, no jobs.`,
    rows: measured.map(({ subject, figures, runs }) => ({ contestant: subject, ...figures, runs })),
  };
};

async function markAll({ world, calendar }: BenchContext) {
  calendar.nextDay();
  const { schools } = world.roster;
  const roster = {
    schools: schools.map(({ schoolId }) => ({ id: schoolId, name: 'School', timezone: 'Asia/Jakarta' })),
    children: spreadDeck(schools).map(({ schoolId, childId }) => ({ schoolId, id: childId, name: 'Child' })),
  };
  const attendance = createAttendance({ repository: createMemoryRepository({ roster }), clock: calendar });
  const cards = spreadDeck(schools).values();
  const call = async () => {
    for (const card of cards) await attendance.markAttendance({ ...card, status: 'present', markedBy: 'teacher' });
  };
  const startedAt = performance.now();
  await Promise.all(Array.from({ length: together }, call));
  const perSecond = (roster.children.length * 1_000) / (performance.now() - startedAt);
  await attendance.close();
  return { perSecond };
}
