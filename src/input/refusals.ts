import { AttendanceError } from '../domain/errors.js';

/** The error for a call after `close()`. */
export function closed(): AttendanceError<'closed'> {
  return new AttendanceError('closed', 'attendance is closed', {});
}

/** The error for a call whose signal is aborted. */
export function aborted(message = 'the call was aborted'): AttendanceError<'aborted'> {
  return new AttendanceError('aborted', message, {});
}
