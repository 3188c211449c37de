import { type BulkOutcome, isAttendanceError, type Outcome, type Tally } from 'rollbook';
import type { TestClock } from 'rollbook/testing';
import type { DemoSchool } from './schools.ts';

/** The day of the morning, a Monday. */
export const MORNING = '2026-08-24';

/** The result of an act: of a mark, of a bulk, or something to read. */
export type ActResult =
  | { readonly text: string }
  | { readonly outcome: Outcome }
  | { readonly tally: Tally; readonly outcomes: readonly BulkOutcome<string>[] };

/** Sets the clock to a time of day at a school, acts there and tells it in one line, outcomes last. */
export type Narrate = (
  time: string,
  school: DemoSchool,
  what: string,
  ...acts: readonly (() => Promise<ActResult>)[]
) => Promise<void>;

/**
 * Creates what tells the morning.
 * @param catchUp  What is done at the time of each act, before it.
 */
export function createNarrator(clock: TestClock, catchUp: () => Promise<void>): Narrate {
  return async (time, school, what, ...acts) => {
    clock.set(instantAt(time, school));
    await catchUp();
    const outcomes: string[] = [];
    for (const act of acts) outcomes.push(await outcomeOf(act));
    console.log(`${time} ${school.city}: ${what}${outcomes.length > 0 ? ` → ${outcomes.join('; ')}` : ''}`);
  };
}

/** The instant of a time of day at a school. */
export function instantAt(time: string, { utcOffset }: Pick<DemoSchool, 'utcOffset'>): Date {
  return new Date(`${MORNING}T${time}:00${utcOffset}`);
}

async function outcomeOf(act: () => Promise<ActResult>): Promise<string> {
  try {
    return toText(await act());
  } catch (error) {
    if (isAttendanceError(error)) return `rejected (${error.code})`;
    throw error;
  }
}

function toText(result: ActResult): string {
  if ('text' in result) return result.text;
  if ('outcome' in result) return result.outcome;
  const counts = Object.entries(result.tally).filter(([, count]) => count > 0);
  const codes = new Set(result.outcomes.flatMap(({ code }) => code ?? []));
  const reasons = codes.size > 0 ? ` (${[...codes].join(', ')})` : '';
  return counts.map(([outcome, count]) => `${count} ${outcome}`).join(', ') + reasons;
}
