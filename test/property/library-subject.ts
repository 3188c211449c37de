import { type AttendanceRepository, createAttendance, isAttendanceError } from 'rollbook';
import type { Call, Reply } from './calls.ts';
import type { TestClock } from './clock.ts';
import type { WorldLimits } from './world.ts';

/** Makes calls of the public API on a repository, as a host would. */
export function createCaller<Transaction>(
  repository: AttendanceRepository<Transaction>,
  { editableDays, maxPastDays, correctDays }: WorldLimits,
  clock: TestClock,
): (call: Call, transaction?: Transaction) => Promise<Reply> {
  const attendance = createAttendance({
    repository,
    clock,
    sessions: ['am', 'pm'],
    notifications: { outbox: true, correctDays },
    limits: { editableDays, maxPastDays },
  });
  const run = (call: Call, options: { transaction?: Transaction }): Promise<unknown> => {
    switch (call.method) {
      case 'markAttendance':
        return attendance.markAttendance(call.input, options);
      case 'markBulkAttendance':
        return attendance.markBulkAttendance(call.input, options);
      case 'clearAttendance':
        return attendance.clearAttendance(call.input, options);
      case 'getRegister':
        return attendance.getRegister(call.input, options);
      case 'getDailySummary':
        return attendance.getDailySummary(call.input, options);
      case 'getHistory':
        return attendance.getHistory(call.input, options);
      case 'reconcileDailyCounts':
        return attendance.reconcileDailyCounts(call.input, options);
      case 'eraseChild':
        return attendance.eraseChild(call.input, options);
      default:
        return call satisfies never;
    }
  };
  return (call, transaction) => run(call, transaction === undefined ? {} : { transaction }).then(toValue, toRefusal);
}

function toValue(value: unknown): Reply {
  return { value };
}

function toRefusal(error: unknown): Reply {
  if (isAttendanceError(error, 'bulk_rejected')) return { code: error.code, ...error.details };
  if (isAttendanceError(error)) return { code: error.code };
  throw error;
}
