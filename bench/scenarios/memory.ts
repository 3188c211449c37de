import { createAttendance } from 'rollbook';
import { createMemoryRepository } from 'rollbook/memory';
import { alternate } from '../load/alternate.ts';
import { spreadDeck } from '../load/deck.ts';
import type { BenchContext, Scenario } from './scenario.ts';

/** Marks that are awaited at a time, as of so many callers. */
const together = 200;

/** The memory adapter: what the package costs without a database. */
export const measureMemory: Scenario = async (context) => {
  await markAll(context);
  const measured = await alternate(['rollbook/memory'], { ...context.options, rounds: 5 }, () => markAll(context));
  return {
    id: 'memory',
    title: 'In memory',
    how: `Every child of the 500 schools marked once by single calls of ${together} callers, validation on, no jobs; after a first round that does not count.`,
    rows: measured.map(({ subject, figures, runs }) => ({ contestant: subject, ...figures, runs })),
  };
};

/** The repository and the commands are made anew before the time counts. The clock is the default one, as in a host. */
async function markAll({ world }: BenchContext) {
  const { schools } = world.roster;
  const roster = {
    schools: schools.map(({ schoolId }) => ({ id: schoolId, name: 'School', timezone: 'Asia/Jakarta' })),
    children: spreadDeck(schools).map(({ schoolId, childId }) => ({ schoolId, id: childId, name: 'Child' })),
    enrolments: spreadDeck(schools).map((card) => ({ ...card, classId: 'Class 1' })),
  };
  const attendance = createAttendance({ repository: createMemoryRepository({ roster }) });
  const commands = spreadDeck(schools).map((card) => ({ ...card, status: 'present', markedBy: 'teacher' }) as const);
  const rest = commands.values();
  const call = async () => {
    for (const command of rest) {
      const { outcome } = await attendance.markAttendance(command);
      if (outcome !== 'recorded') throw new Error(`expected recorded, not ${outcome}`);
    }
  };
  const startedAt = performance.now();
  await Promise.all(Array.from({ length: together }, call));
  const perSecond = (commands.length * 1_000) / (performance.now() - startedAt);
  await attendance.close();
  return { perSecond };
}
