import { addDays } from '../school-day.js';

/** Days that may have begun somewhere, or not ended, while it is one day in UTC. */
const daysAtOnce = 2;

/**
 * The last school day whose deliveries may be purged. Later ones tell what a correction is measured against, or are
 * of a day that is not over in every time zone.
 * @param correctDays  Days back from a school's today whose changes correct what was told.
 */
export function lastDayToPurge(now: Date, correctDays: number): string {
  return addDays(now.toISOString().slice(0, 10), -(correctDays + daysAtOnce));
}
