import { type AttendanceError, isAttendanceError } from 'rollbook';

/** The `AttendanceError` with which a call fails, also one that fails before it returns a promise. */
export async function errorOf(call: () => unknown): Promise<AttendanceError> {
  try {
    await call();
  } catch (error) {
    if (isAttendanceError(error)) return error;
    throw error;
  }
  throw new Error('expected an AttendanceError, but nothing was thrown');
}
