import { addDays } from '../school-day.js';

/** Names the rows to delete: at least one of the two. A calendar day is its midnight in UTC. */
export interface PurgeCommand {
  /**
   * Deletes deliveries that were settled before (delivered, given up or dropped) and whose day is over in every time
   * zone. Give a `Date`, ISO 8601 with an offset, or `YYYY-MM-DD`. Default: no deliveries.
   */
  readonly deliveriesBefore?: Date | string | undefined;
  /**
   * Deletes revisions that were recorded before. Give a `Date`, ISO 8601 with an offset, or `YYYY-MM-DD`. Default: no
   * revisions.
   */
  readonly revisionsBefore?: Date | string | undefined;
}

/** Counts the rows that a purge deleted. */
export interface Purged {
  readonly deliveries: number;
  readonly revisions: number;
}

/** Days that may have begun somewhere, or not ended, while it is one day in UTC. */
const daysAtOnce = 2;

/**
 * The last school day whose deliveries may be purged. A correction is measured against later ones, or their day is not
 * over in every time zone.
 * @param correctDays  Days back from a school's today whose changes correct what was told.
 */
export function lastDayToPurge(now: Date, correctDays: number): string {
  return addDays(now.toISOString().slice(0, 10), -(correctDays + daysAtOnce));
}
