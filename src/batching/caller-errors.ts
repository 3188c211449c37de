import { AttendanceError, isAttendanceError } from '../domain/errors.js';
import { aborted } from '../input/refusals.js';
import type { QueuedMark } from './queued-mark.js';

/** Copies an error, since each caller of a statement may add to its own. */
export function ownError(error: unknown): unknown {
  if (!isAttendanceError(error)) return error;
  return new AttendanceError(error.code, error.message, error.details, { cause: error.cause });
}

/** The error for a caller whose signal was aborted. */
export function abortionOf({ state }: QueuedMark): AttendanceError {
  return state === 'sent' ? aborted() : aborted('the call was aborted before it was sent');
}

/** The error for a caller who waited as long as a call may take. */
export function timeoutOf({ state }: QueuedMark): AttendanceError {
  const reason = 'timeout';
  const details = state === 'sent' ? ({ reason, mayBeRecorded: true } as const) : ({ reason } as const);
  return new AttendanceError('repository_unavailable', 'not recorded in time', details);
}
