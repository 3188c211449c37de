import type { Mark } from 'rollbook';
import type { Moment } from './awkward-zones.ts';
import type { OpenStore, Store } from './stores.ts';

/** Later than any moment, so that no day is in the future. */
const now = new Date('2101-01-01T00:00:00Z');
/** As many as a batch holds. */
const marksAtOnce = 500;

/** The school day that a store gives to a mark of each moment, or the code with which it rejects the mark. */
export async function daysInStore(openStore: OpenStore, moments: readonly Moment[]): Promise<string[]> {
  const store = await openStore(rosterOf(moments));
  const days: string[] = [];
  for (let first = 0; first < moments.length; first += marksAtOnce) {
    const marks = moments.slice(first, first + marksAtOnce).map(({ at }, index) => toMark(at, first + index));
    days.push(...(await daysOf(store, marks)));
  }
  return days;
}

async function daysOf({ repository }: Store, marks: readonly Mark[]): Promise<string[]> {
  const options = { onlyUnmarked: false, allOrNothing: false, editableDays: null, correctDays: 7, jobIds: [] };
  const results = await repository.recordMarks({ ...options, marks, now, returning: 'outcomes' });
  return results.map((result) => (result.outcome === 'rejected' ? result.code : result.date));
}

function toMark(at: number, child: number): Mark {
  const mark = { childId: childIdOf(child), status: 'present', session: 'day', markedBy: 'teacher-1' };
  return { ...mark, occurredAt: new Date(at), occurredLast: false };
}

/** A school for each zone, a child for each moment. */
function rosterOf(moments: readonly Moment[]) {
  const timezones = [...new Set(moments.map(({ timezone }) => timezone))];
  const schoolIdOf = (timezone: string) => idOf('5c4001ab', timezones.indexOf(timezone));
  return {
    schools: timezones.map((timezone) => ({
      id: schoolIdOf(timezone),
      name: 'School',
      timezone,
      hasBrokenZone: false,
    })),
    children: moments.map(({ timezone }, child) => ({
      schoolId: schoolIdOf(timezone),
      id: childIdOf(child),
      name: 'Child',
    })),
    enrolments: [],
  };
}

function childIdOf(child: number): string {
  return idOf('c41d00ef', child);
}

function idOf(prefix: string, index: number): string {
  return `${prefix}-0000-4000-8000-${String(index).padStart(12, '0')}`;
}
