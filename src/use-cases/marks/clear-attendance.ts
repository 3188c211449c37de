import { parseCommand } from '../../input/parse-command.js';
import type { CallOptions } from '../../ports/call-options.js';
import type { UseCaseContext } from '../context.js';
import { type MarkAttendanceResult, markOne } from './mark-one.js';
import { toMark } from './to-mark.js';

/** Makes one child unmarked again. See `Attendance.clearAttendance`. Throws at once what can be told at once. */
export function clearAttendance(
  context: UseCaseContext,
  command: unknown,
  options: CallOptions,
): Promise<MarkAttendanceResult> {
  const now = context.clock.now();
  const parsed = parseCommand(context.schemas.clearAttendance, command);
  const mark = toMark(context, { ...parsed, status: null }, now);
  return markOne(context, { kind: 'clearAttendance', event: 'attendance.cleared', mark, now }, options);
}
