import { type Attendance, type AttendanceError, isAttendanceError, type Limits } from 'rollbook';
import { expect } from 'vitest';
import { errorOf } from './error-of.ts';
import { openSchool } from './open-school.ts';

type Method = Exclude<
  keyof Attendance<string, string, unknown>,
  'health' | 'close' | 'events' | 'schemas' | 'notifications'
>;

/**
 * Expects a command to be an `invalid_command` that never reaches the repository.
 * @param path  Where the first thing wrong is, `undefined` where that does not matter.
 */
export async function expectInvalid(
  method: Method,
  command: unknown,
  path?: string,
  limits: Partial<Limits> = {},
): Promise<AttendanceError<'invalid_command'>> {
  const { attendance, calls } = openSchool({ limits });
  const error = await errorOf(() => Reflect.apply(attendance[method], attendance, [command]));
  expect({ code: error.code, retryable: error.retryable, calls }).toEqual({
    code: 'invalid_command',
    retryable: false,
    calls: [],
  });
  if (!isAttendanceError(error, 'invalid_command')) throw error;
  const [first] = error.details.issues;
  expect(first).toBeDefined();
  if (path !== undefined) expect(first?.path).toBe(path);
  return error;
}
