import type { BulkInput, ClearInput, Details, MarkInput } from '../calls.ts';
import type { WorldLimits } from '../world.ts';
import { ModelError } from './model-error.ts';
import { dayAt, toMilliseconds } from './school-day.ts';
import type { State } from './state.ts';
import { type Asked, type Result, runStatement, type StatementOptions } from './statement.ts';

/** What the commands need to know besides the state. */
export interface Now extends WorldLimits {
  readonly now: number;
}

const minute = 60_000;
const day = 86_400_000;

export function mark(state: State, { childId, status, markedBy, schoolId, ...details }: MarkInput, now: Now) {
  return runOne(state, ask({ schoolId, childId, status, markedBy, details }, now), now);
}

export function clear(state: State, { childId, markedBy, schoolId, ...details }: ClearInput, now: Now) {
  return runOne(state, ask({ schoolId, childId, status: null, markedBy, details }, now), now);
}

export function bulk(state: State, input: BulkInput, now: Now) {
  const { onlyUnmarked = false, allOrNothing = false, returning = 'records' } = input;
  const asked = askedOf(input, now);
  if (asked.length === 0) throw new ModelError('invalid_command');
  requireDistinct(state, asked, now.now);
  const results = runStatement(state, asked, { ...now, onlyUnmarked, allOrNothing });
  if (results.some((result) => 'code' in result && result.code === 'school_not_found')) {
    throw new ModelError('school_not_found');
  }
  const outcomes = results.map((result) => toOutcome(result, returning));
  const tally = tallyOf(results);
  if (allOrNothing && tally['rejected'] !== 0) throw new ModelError('bulk_rejected', { outcomes, tally });
  return { outcomes, tally };
}

function askedOf(input: BulkInput, now: Now): Asked[] {
  const { schoolId, markedBy, occurredAt, date, session, reason, note } = input;
  const shared: Details = omitMissing({ occurredAt, date, session, reason, note });
  if ('childIds' in input) {
    return input.childIds.map((childId) =>
      ask({ schoolId, childId, status: input.status, markedBy, details: shared }, now),
    );
  }
  return input.marks.map(({ childId, status, markedBy: by, ...own }) =>
    ask({ schoolId, childId, status, markedBy: by ?? markedBy, details: { ...shared, ...omitMissing(own) } }, now),
  );
}

function ask(
  { details, ...who }: Pick<Asked, 'schoolId' | 'childId' | 'status' | 'markedBy'> & { details: Details },
  { now }: Now,
): Asked {
  const at = details.occurredAt === undefined ? undefined : toMilliseconds(details.occurredAt);
  if (at !== undefined && at > now + 2 * minute) throw new ModelError('invalid_command');
  if (at !== undefined && details.date === undefined && at < now - 7 * day) throw new ModelError('invalid_command');
  return {
    ...who,
    schoolId: who.schoolId?.toLowerCase(),
    childId: who.childId.toLowerCase(),
    at,
    date: details.date,
    session: details.session ?? 'am',
    reason: details.reason,
    note: details.note,
  };
}

function runOne(state: State, asked: Asked, now: Now) {
  const options: StatementOptions = { ...now, onlyUnmarked: false, allOrNothing: false };
  const [result] = runStatement(state, [asked], options);
  if (!result) throw new Error('one mark has one result');
  if ('code' in result) throw new ModelError(result.code);
  const { outcome, record, previousStatus } = result;
  return { outcome, record, previousStatus };
}

/** Nobody knows which of two marks of the same child, day and session is meant. */
function requireDistinct(state: State, asked: readonly Asked[], now: number): void {
  const dayOf = ({ schoolId, date, at }: Asked) => {
    const school = state.schools.find(({ id }) => id === schoolId);
    return date ?? (school && dayAt(school, at ?? now)) ?? `nobody knows, at ${at ?? now}`;
  };
  const places = asked.map((mark) => `${mark.childId} ${mark.session} ${dayOf(mark)}`);
  if (new Set(places).size < places.length) throw new ModelError('invalid_command');
}

function toOutcome(result: Result, returning: 'records' | 'outcomes') {
  if ('code' in result) return result;
  const { record, ...outcome } = result;
  return returning === 'records' ? { ...outcome, record } : outcome;
}

function tallyOf(results: readonly Result[]): Record<string, number> {
  const outcomes = ['recorded', 'corrected', 'amended', 'unchanged', 'kept', 'superseded', 'cleared', 'rejected'];
  return Object.fromEntries(outcomes.map((name) => [name, results.filter(({ outcome }) => outcome === name).length]));
}

function omitMissing(details: { readonly [Key in keyof Details]: Details[Key] | undefined }): Details {
  return Object.fromEntries(Object.entries(details).filter(([, value]) => value !== undefined));
}
