import { toMarkEvent } from '../events.js';
import type { CallOptions } from '../ports/attendance-repository.js';
import type { UseCaseContext } from './context.js';
import { limitRate } from './limit-rate.js';
import { type MarkAttendanceResult, markOne } from './mark-one.js';
import { parseCommand } from './parse-command.js';
import { toMark } from './to-mark.js';

/** Marks one child. See `Attendance.markAttendance`. */
export async function markAttendance(
  context: UseCaseContext,
  command: unknown,
  options: CallOptions,
): Promise<MarkAttendanceResult> {
  const now = context.clock.now();
  const mark = toMark(context, parseCommand(context.schemas.markAttendance, command), now);
  if (context.rateLimit)
    await limitRate(context, context.rateLimit, { kind: 'markAttendance', by: mark, marks: [mark] }, options);
  const result = await markOne(context, mark, now, options);
  context.events.publish('attendance.marked', toMarkEvent({ ...result.record, outcome: result.outcome }), options);
  return result;
}
