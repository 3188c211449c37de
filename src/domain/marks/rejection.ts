import { AttendanceError } from '../errors.js';
import type { RejectionCode } from '../outcome.js';

/** The codes with which a single mark can be rejected. */
export type SingleRejectionCode = Exclude<RejectionCode, 'bulk_rejected'>;

const messages: Readonly<Record<SingleRejectionCode, string>> = {
  school_not_found: 'there is no such school',
  child_not_found: 'the school has no such child',
  not_enrolled: 'the child is not enrolled on that day',
  school_ambiguous: 'the child is at several schools on that day: name one',
  date_in_future: "the day has not begun in the school's time zone",
  date_locked: 'the day can no longer be edited',
  school_timezone_invalid: "the school's time zone is not a known IANA name",
};

/** The error with which a rejected single mark reaches its caller. */
export function rejectionError(
  code: SingleRejectionCode,
  subject: { readonly childId: string; readonly schoolId?: string },
): AttendanceError {
  return new AttendanceError(code, messages[code], subject);
}

/** The error of a query or a bulk about a school that doesn't exist. */
export function schoolNotFound(schoolId: string): AttendanceError<'school_not_found'> {
  return new AttendanceError('school_not_found', messages.school_not_found, { schoolId });
}

/** The error of a query that needs a school's today and can't tell it. */
export function schoolTimezoneInvalid(schoolId: string): AttendanceError<'school_timezone_invalid'> {
  return new AttendanceError('school_timezone_invalid', messages.school_timezone_invalid, { schoolId });
}

/** The error of a query about a child that the school doesn't have. */
export function childNotFound(schoolId: string, childId: string): AttendanceError<'child_not_found'> {
  return new AttendanceError('child_not_found', messages.child_not_found, { schoolId, childId });
}

/** The error of a request with two marks of the same child, day and session, by their places in a list, from 0. */
export function repeatedMark(
  { first, second }: { readonly first: number; readonly second: number },
  list: 'marks' | 'childIds' = 'marks',
): AttendanceError<'invalid_command'> {
  const issue = { path: `${list}.${second}`, message: `is of the same child, day and session as ${list}.${first}` };
  return new AttendanceError('invalid_command', `invalid command: ${issue.path}: ${issue.message}`, {
    issues: [issue],
  });
}

/** The error of a repository that does not keep to its contract. `message` says how, without any value. */
export function brokenRepository(message: string): AttendanceError<'repository_failed'> {
  return new AttendanceError('repository_failed', `the repository is broken: ${message}`, {});
}

/** Where and when a mark is recorded, `null` where that isn't known. */
export interface MarkKey {
  readonly schoolId: string | null;
  readonly childId: string;
  readonly date: string | null;
  readonly session: string;
}

/**
 * Finds a mark of the same child, day and session as an earlier one of the same request. Nobody knows which of the two
 * is meant.
 * @returns  The places of the two in the list, from 0; `undefined` when all differ.
 */
export function findRepeatedMark(
  marks: readonly MarkKey[],
): { readonly first: number; readonly second: number } | undefined {
  const seen = new Map<string, number>();
  for (const [second, { schoolId, childId, date, session }] of marks.entries()) {
    if (schoolId === null || date === null) continue;
    const key = [schoolId, childId, date, session].join('\0');
    const first = seen.get(key);
    if (first !== undefined) return { first, second };
    seen.set(key, second);
  }
  return undefined;
}
