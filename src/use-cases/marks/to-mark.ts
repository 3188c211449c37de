import type { CommandIssue } from '../../domain/errors.js';
import type { Mark } from '../../domain/marks/mark.js';
import { invalidCommand, toCanonicalId } from '../../input/parse-command.js';
import type { MarkingParts } from './marking.js';

/** The fields of a parsed command that make one mark. */
export interface MarkFields {
  readonly schoolId?: string | undefined;
  readonly childId: string;
  readonly status: string | null;
  readonly occurredAt?: Date | undefined;
  readonly date?: string | undefined;
  readonly session: string;
  readonly reason?: string | null | undefined;
  readonly note?: string | null | undefined;
  readonly markedBy: string;
}

const millisecondsADay = 86_400_000;

/**
 * Makes the mark a repository takes: ids canonical, the instant fixed.
 * @param pathTo  Where a field stands in the command, for the issues. Default: at its top.
 * @throws {AttendanceError} `invalid_command` for an id that is none or an instant outside the limits.
 */
export function toMark(
  parts: Pick<MarkingParts, 'repository' | 'limits'>,
  fields: MarkFields,
  now: Date,
  pathTo: (field: keyof MarkFields) => string = (field) => field,
): Mark {
  if (fields.schoolId === undefined && !parts.repository.childIdsAreGlobal) {
    throw invalidCommand({ path: pathTo('schoolId'), message: "is needed: a child's id is of one school only" });
  }
  const instantIssue = checkInstant(parts, fields, now);
  if (instantIssue) throw invalidCommand({ path: pathTo('occurredAt'), message: instantIssue });
  return {
    childId: toCanonicalId(parts.repository, fields.childId, pathTo('childId')),
    status: fields.status,
    occurredAt: new Date(fields.occurredAt ?? now),
    occurredLast: fields.occurredAt === undefined,
    session: fields.session,
    markedBy: fields.markedBy,
    ...(fields.schoolId !== undefined && {
      schoolId: toCanonicalId(parts.repository, fields.schoolId, pathTo('schoolId')),
    }),
    ...(fields.date !== undefined && { date: fields.date }),
    ...(fields.reason !== undefined && { reason: fields.reason }),
    ...(fields.note !== undefined && { note: fields.note }),
  };
}

function checkInstant(
  { limits }: Pick<MarkingParts, 'limits'>,
  { occurredAt, date }: MarkFields,
  now: Date,
): CommandIssue['message'] | undefined {
  if (!occurredAt) return undefined;
  const age = now.getTime() - occurredAt.getTime();
  if (-age > limits.maxClockSkewMs) return `is more than ${limits.maxClockSkewMs} ms ahead of the clock`;
  if (date === undefined && age > limits.maxOfflineDays * millisecondsADay) {
    return `is more than ${limits.maxOfflineDays} days back; name the date to mark an older day`;
  }
  return undefined;
}
