import { parseCommand } from '../../input/parse-command.js';
import type { CallOptions } from '../../ports/call-options.js';
import type { UseCaseContext } from '../context.js';
import { type MarkAttendanceResult, markOne } from './mark-one.js';
import { toMark } from './to-mark.js';

/** Marks one child. See `Attendance.markAttendance`. Throws at once what can be told at once. */
export function markAttendance(
  context: UseCaseContext,
  command: unknown,
  options: CallOptions,
): Promise<MarkAttendanceResult> {
  const now = context.clock.now();
  const mark = toMark(context, parseCommand(context.schemas.markAttendance, command), now);
  return markOne(context, { kind: 'markAttendance', event: 'attendance.marked', mark, now }, options);
}
