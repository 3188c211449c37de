import type { Outcome } from 'rollbook';
import { childIdOf, schoolIdOf } from './cast.ts';
import { childOf, type Morning, type Place } from './morning.ts';
import type { Step, When } from './steps.ts';

type MarkStep = Extract<Step, { readonly do: 'mark' | 'mark yesterday' | 'clear' | 'mark all' }>;

/** Marks, and remembers whether what changed is of its school's day. */
export async function takeMark(morning: Morning, step: MarkStep): Promise<void> {
  for (const { outcome, record } of await mark(morning, step)) if (record) morning.note(record, outcome);
}

interface Marked {
  readonly outcome: Outcome;
  readonly record?: Place;
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
    case 'mark yesterday': {
      const child = childOf(step);
      const date = morning.yesterday(child.schoolId);
      return [await office.markAttendance({ ...child, markedBy, status: step.status, date, session: 'am' })];
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
