import type { Pool } from 'pg';
import { findWrongCounters, sumDrift, type WrongCounter } from '../../test/integration/support/effects.ts';

/** The errors of the counters. */
export interface DriftFindings {
  /** The distance of all counters from a count of the records, summed. */
  readonly drift: number;
  /** A description of each wrong counter. */
  readonly counters: readonly string[];
}

/** Compares each of the day's counters with a count of the records. */
export async function findDrift(pool: Pool): Promise<DriftFindings> {
  const wrong = await findWrongCounters(pool);
  return { drift: sumDrift(wrong), counters: wrong.map(counterInWords) };
}

function counterInWords({ schoolId, date, session, status, counted, recorded }: WrongCounter): string {
  return `school ${schoolId} on ${date} (${session}) has ${recorded} ${status} in its records, and its counter says ${counted}`;
}
