import { type AttendanceError, isAttendanceError } from 'rollbook';

/** The error with which a call of the library fails. Throws when it doesn't, or with something else. */
export async function rejectionOf(call: Promise<unknown>): Promise<AttendanceError> {
  const error: unknown = await call.then(
    () => new Error('expected a rejection, but the call succeeded'),
    (reason: unknown) => reason,
  );
  if (isAttendanceError(error)) return error;
  throw error;
}
