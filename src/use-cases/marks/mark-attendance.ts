import { parseCommand } from '../../input/parse-command.js';
import type { CallOptions } from '../../ports/call-options.js';
import { type MarkAttendanceResult, type MarkOneParts, markOne } from './mark-one.js';
import type { MarkingParts } from './marking.js';
import { toMark } from './to-mark.js';

type Parts = MarkOneParts & Pick<MarkingParts, 'schemas' | 'readPlain' | 'clock' | 'limits'>;

/** Marks one child. See `Attendance.markAttendance`. Throws at once for a command that doesn't fit. */
export function markAttendance(parts: Parts, command: unknown, options: CallOptions): Promise<MarkAttendanceResult> {
  const now = parts.clock.now();
  const fields = parts.readPlain(command) ?? parseCommand(parts.schemas.markAttendance, command);
  const mark = toMark(parts, fields, now);
  return markOne(parts, { kind: 'markAttendance', event: 'attendance.marked', mark, now }, options);
}

/** Makes one child unmarked again. See `Attendance.clearAttendance`. Throws at once for a command that doesn't fit. */
export function clearAttendance(parts: Parts, command: unknown, options: CallOptions): Promise<MarkAttendanceResult> {
  const now = parts.clock.now();
  const fields = parseCommand(parts.schemas.clearAttendance, command);
  const mark = toMark(parts, { ...fields, status: null }, now);
  return markOne(parts, { kind: 'clearAttendance', event: 'attendance.cleared', mark, now }, options);
}
