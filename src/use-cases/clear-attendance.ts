import { toMarkEvent } from '../events.js';
import type { CallOptions } from '../ports/attendance-repository.js';
import type { UseCaseContext } from './context.js';
import { limitRate } from './limit-rate.js';
import { type MarkAttendanceResult, markOne } from './mark-one.js';
import { parseCommand } from './parse-command.js';
import { toMark } from './to-mark.js';

/** Makes one child unmarked again. See `Attendance.clearAttendance`. */
export async function clearAttendance(
  context: UseCaseContext,
  command: unknown,
  options: CallOptions,
): Promise<MarkAttendanceResult> {
  const now = context.clock.now();
  const parsed = parseCommand(context.schemas.clearAttendance, command);
  const mark = toMark(context, { ...parsed, status: null }, now);
  if (context.rateLimit)
    await limitRate(context, context.rateLimit, { kind: 'clearAttendance', by: mark, marks: [mark] }, options);
  const result = await markOne(context, mark, now, options);
  context.events.publish('attendance.cleared', toMarkEvent({ ...result.record, outcome: result.outcome }), options);
  return result;
}
