import * as z from 'zod';

/** Limits of a command. */
export interface Limits {
  /** Marks in one bulk, at least 1. Default 5,000. */
  readonly maxBulkSize: number;
  /** The most that an `occurredAt` may be ahead of the clock, in milliseconds. Default 120,000 (two minutes). */
  readonly maxClockSkewMs: number;
  /** The most that an `occurredAt` may be back without an explicit `date`, in days. Default 7. */
  readonly maxOfflineDays: number;
  /** Days back from the school's today that may still be edited: 0 is today only. Default `null`, unlimited. */
  readonly editableDays: number | null;
  /**
   * Days back from the school's today that a mark or a clear may be about, whatever `editableDays` says: a slip of the
   * year is `date_locked`. Default 1,100, three years.
   */
  readonly maxPastDays: number;
  /** Refuses single marks that name no school. Default false. */
  readonly requireSchoolId: boolean;
}

const count = z.number().int().min(0).max(1_000_000_000);
/** A century of days: beyond it a limit limits nothing. */
const days = z.number().int().min(0).max(36_500);

/** The limits that a host sets, and the others by default. */
export const limitsSchema = z.strictObject({
  maxBulkSize: count.min(1).default(5_000),
  maxClockSkewMs: count.default(120_000),
  maxOfflineDays: days.default(7),
  editableDays: days.nullable().default(null),
  maxPastDays: days.default(1_100),
  requireSchoolId: z.boolean().default(false),
});

/** The limits that hold where the host sets none. */
export const defaultLimits: Limits = limitsSchema.parse({});

/** Days back from the school's today that a mark may be about, by both limits. */
export function daysBackOf({ editableDays, maxPastDays }: Pick<Limits, 'editableDays' | 'maxPastDays'>): number {
  return Math.min(editableDays ?? maxPastDays, maxPastDays);
}
