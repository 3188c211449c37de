import * as z from 'zod';
import type { DefaultStatus } from '../domain/status.js';
import type { Limits } from './limits.js';
import { cutoff, date, id, instant, note, reason } from './texts.js';

/** The names a command may use, and how much it may ask for. */
export interface CommandVocabulary<Status extends string, Session extends string> {
  readonly statuses: readonly Status[];
  /** The first one is the default session. */
  readonly sessions: readonly [Session, ...Session[]];
  readonly limits: Pick<Limits, 'maxBulkSize' | 'requireSchoolId'>;
}

/** The zod schemas of every command, as the use cases themselves parse them. */
export type CommandSchemas<Status extends string = DefaultStatus, Session extends string = 'day'> = ReturnType<
  typeof createCommandSchemas<Status, Session>
>;

/**
 * Builds the schemas for a host's statuses and sessions. Unknown keys are refused, instants may be `Date`s or ISO 8601
 * strings with an offset, and a missing session becomes the first one.
 */
export function createCommandSchemas<const Status extends string, const Session extends string>({
  statuses,
  sessions,
  limits,
}: CommandVocabulary<Status, Session>) {
  const status = z.enum(statuses);
  const session = z.enum(sessions);
  const details = {
    occurredAt: instant.optional(),
    date: date.optional(),
    reason: reason.nullish(),
    note: note.nullish(),
  };
  const schoolId = limits.requireSchoolId ? id : id.optional();
  const inSession = { session: session.default(sessions[0]) };
  const bulk = {
    ...details,
    ...inSession,
    schoolId: id,
    markedBy: id,
    onlyUnmarked: z.boolean().default(false),
    allOrNothing: z.boolean().default(false),
    returning: z.enum(['records', 'outcomes']).default('records'),
  };
  const childMark = z.strictObject({
    ...details,
    childId: id,
    status,
    session: session.optional(),
    markedBy: id.optional(),
  });
  const listOf = <Item extends z.ZodType>(item: Item) => z.array(item).min(1).max(limits.maxBulkSize);
  const absent = z.undefined().optional();
  const oneStatus = z.strictObject({ ...bulk, childIds: listOf(id), status, marks: absent });
  const statusPerChild = z.strictObject({ ...bulk, marks: listOf(childMark), childIds: absent, status: absent });
  const day = z.strictObject({ ...inSession, schoolId: id, date: date.optional(), classId: id.optional() });
  return {
    markAttendance: z.strictObject({ ...details, ...inSession, childId: id, status, markedBy: id, schoolId }),
    /** `markBulkAttendance` with `childIds`: one status for all. */
    oneStatus,
    /** `markBulkAttendance` with `marks`: one status per child. */
    statusPerChild,
    markBulkAttendance: z.union([oneStatus, statusPerChild]),
    clearAttendance: z.strictObject({
      ...inSession,
      childId: id,
      markedBy: id,
      schoolId,
      occurredAt: instant.optional(),
      date: date.optional(),
      reason: reason.nullish(),
    }),
    getRegister: day,
    getDailySummary: day,
    ...createSchemasOfAnyHost(),
  };
}

/** Makes the schemas that know no status, session or limit. */
function createSchemasOfAnyHost() {
  return {
    getHistory: z.strictObject({ schoolId: id, childId: id, from: date.optional(), to: date.optional() }),
    reconcileDailyCounts: z.strictObject({ schoolId: id.optional(), date }),
    purge: z
      .strictObject({ deliveriesBefore: cutoff.optional(), revisionsBefore: cutoff.optional() })
      .refine(
        ({ deliveriesBefore, revisionsBefore }) => deliveriesBefore !== undefined || revisionsBefore !== undefined,
        'needs deliveriesBefore, revisionsBefore or both',
      ),
    eraseChild: z.strictObject({ schoolId: id, childId: id }),
  };
}
