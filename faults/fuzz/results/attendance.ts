import * as z from 'zod';
import { count, duration, instant, nothing, text, textOrNull } from './common.ts';

const acceptedOutcomes = ['recorded', 'corrected', 'amended', 'unchanged', 'kept', 'superseded', 'cleared'] as const;
const outcome = z.enum([...acceptedOutcomes, 'rejected']);
const rejection = z.enum([
  'school_not_found',
  'child_not_found',
  'not_enrolled',
  'school_ambiguous',
  'date_in_future',
  'date_locked',
  'school_timezone_invalid',
  'bulk_rejected',
]);
const day = { schoolId: text, date: z.iso.date(), session: text };

const record = z.strictObject({
  ...day,
  childId: text,
  status: textOrNull,
  reason: textOrNull,
  note: textOrNull,
  markedBy: text,
  occurredAt: instant,
  confirmedAt: instant,
  recordedAt: instant,
});

const { confirmedAt: _, ...logged } = record.shape;
const revision = z.strictObject({
  ...logged,
  id: text,
  outcome: z.enum(['recorded', 'corrected', 'amended', 'cleared', 'superseded']),
  superseded: z.boolean(),
  previousStatus: textOrNull,
});

const marked = z.strictObject({ outcome: z.enum(acceptedOutcomes), record, previousStatus: textOrNull });

const bulkOutcome = z.strictObject({
  childId: text,
  date: z.iso.date().optional(),
  session: text,
  outcome,
  record: record.optional(),
  previousStatus: textOrNull.optional(),
  code: rejection.optional(),
});

const entry = z.strictObject({
  childId: text,
  name: text,
  classId: textOrNull,
  status: textOrNull,
  record: record.nullable(),
});

const summary = { ...day, enrolled: count, attended: count, unmarked: count, byStatus: z.record(text, count) };
const difference = z.strictObject({ schoolId: text, session: text, status: text, counted: z.int(), actual: count });
const tally = z.strictObject({ delivered: count, failed: count, dead: count, dropped: count, queued: count });

const deadLetter = z.strictObject({
  ...day,
  id: text,
  guardianId: text,
  childIds: z.array(text),
  kind: z.enum(['marked', 'corrected', 'cleared']),
  attempts: count,
  reason: z.enum(['refused', 'failed', 'crashed']),
  diedAt: instant,
});

const stats = { jobs: count, scheduled: count, ready: count, leased: count, dead: count, unknown: count };

/** The result of each method of `Attendance`, as its types say. */
export const attendanceResults: Readonly<Record<string, z.ZodType>> = {
  'attendance.markAttendance': marked,
  'attendance.clearAttendance': marked,
  'attendance.markBulkAttendance': z.strictObject({ outcomes: z.array(bulkOutcome), tally: z.record(outcome, count) }),
  'attendance.getRegister': z.strictObject({ ...day, entries: z.array(entry) }),
  'attendance.getDailySummary': z.strictObject(summary),
  'attendance.getHistory': z.array(revision),
  'attendance.reconcileDailyCounts': z.strictObject({ date: z.iso.date(), differences: z.array(difference) }),
  'attendance.purge': z.strictObject({ deliveries: count, revisions: count }),
  'attendance.eraseChild': z.strictObject({ records: count, revisions: count, deliveries: count }),
  'attendance.health': z.strictObject({
    status: z.enum(['ok', 'unavailable', 'closed']),
    repositoryMs: duration.nullable(),
    readings: z.json(),
  }),
  'attendance.close': nothing,
  'attendance.notifications.start': nothing,
  'attendance.notifications.stop': nothing,
  'attendance.notifications.drain': tally,
  'attendance.notifications.process': tally,
  'attendance.notifications.deadLetters': z.array(deadLetter),
  'attendance.notifications.retryDeadLetter': z.boolean(),
  'attendance.notifications.stats': z.strictObject({ ...stats, oldestAgeMs: duration.nullable() }),
};
