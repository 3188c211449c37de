import type { Outcome } from 'rollbook';
import { childIdOf, schoolIdOf } from './cast.ts';
import { childOf, type Morning, type Place } from './morning.ts';
import type { Step, When } from './steps.ts';

type MarkStep = Extract<Step, { readonly do: 'mark' | 'mark both sessions' | 'mark earlier' | 'clear' | 'mark all' }>;

/** Marks, and remembers what changed, and of which day it was. */
export async function takeMark(morning: Morning, step: MarkStep): Promise<void> {
  for (const { outcome, record } of await mark(morning, step)) if (record) morning.note(record, outcome);
}

interface Marked {
  readonly outcome: Outcome;
  readonly record?: Place & { readonly status: string | null };
}

async function mark(morning: Morning, step: MarkStep): Promise<readonly Marked[]> {
  const { office } = morning;
  const markedBy = 'teacher-1';
  switch (step.do) {
    case 'mark':
      return [
        await office.markAttendance({ ...childOf(step), markedBy, status: step.status, ...saidOf(morning, step) }),
      ];
    case 'clear':
      return [await office.clearAttendance({ ...childOf(step), markedBy, ...saidOf(morning, step) })];
    case 'mark both sessions': {
      const half = step.statuses.length / 2;
      const marks = step.statuses.map((status, index) => ({
        childId: childIdOf(step.school, index % half),
        session: index < half ? ('am' as const) : ('pm' as const),
        status,
      }));
      return (await office.markBulkAttendance({ schoolId: schoolIdOf(step.school), marks, markedBy })).outcomes;
    }
    case 'mark earlier': {
      const child = childOf(step);
      const { session, status } = step;
      const where = { ...child, markedBy, session, date: morning.daysAgo(child.schoolId, step.daysAgo) };
      return [
        status === null ? await office.clearAttendance(where) : await office.markAttendance({ ...where, status }),
      ];
    }
    case 'mark all': {
      const marks = step.statuses.map((status, child) => ({ childId: childIdOf(step.school, child), status }));
      const bulk = { schoolId: schoolIdOf(step.school), marks, markedBy, ...saidOf(morning, step) };
      return (await office.markBulkAttendance(bulk)).outcomes;
    }
    default:
      return step satisfies never;
  }
}

function saidOf({ clock }: Morning, { ago, session }: When) {
  return { session, ...(ago !== null && { occurredAt: new Date(clock.now().getTime() - ago) }) };
}
