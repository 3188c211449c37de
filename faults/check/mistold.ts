import type { Pool } from 'pg';
import { type Place, placeInWords, statusInWords } from './in-words.ts';
import { findStale } from './stale.ts';
import { changeInWords, type Telling } from './telling.ts';

/**
 * Judges the status of a record that a guardian heard last. The status is `undefined` if the guardian heard nothing.
 */
export type IsRightlyTold = (row: StandingRow, told: string | null | undefined) => boolean;

/** By default every guardian hears what stands. A guardian who hears nothing takes the child for unmarked. */
const hearsWhatStands: IsRightlyTold = ({ status }, told) => (told ?? null) === status;

/** The status that stands for a child, and one guardian of the child. */
export interface StandingRow extends Place {
  readonly guardianId: string;
  readonly status: string | null;
}

/** One way in which guardians are told wrongly. */
export interface Mistold {
  /** The text after the number of cases. */
  readonly what: string;
  /** A description of each case. */
  readonly culprits: readonly string[];
}

/**
 * Compares what guardians last heard with what stands, and finds messages that should not have been sent.
 * @param how.mayRepeat      True if a message may have been sent again. Default false.
 * @param how.isRightlyTold  Default: every guardian hears what stands.
 */
export async function findMistold(
  pool: Pool,
  telling: Telling,
  {
    mayRepeat = false,
    isRightlyTold = hearsWhatStands,
  }: { readonly mayRepeat?: boolean; readonly isRightlyTold?: IsRightlyTold },
): Promise<readonly Mistold[]> {
  const { rows } = await pool.query<StandingRow>(
    `select g.id::text as "guardianId", r.child_id::text as "childId", r.date::text, r.session, r.status
    from attendance.records r join attendance.guardians g using (school_id, child_id)`,
  );
  const misinformed = rows.filter((row) => !isRightlyTold(row, telling.lastTold(row)));
  const guardians = new Set(rows.map(pairOf));
  const strangers = telling.told.filter((change) => !guardians.has(pairOf(change)));
  return [
    {
      what: 'guardians last heard something else than what stands',
      culprits: misinformed.map((row) => standingInWords(row, telling)),
    },
    { what: 'messages said something else than before under the same key', culprits: telling.contradictory },
    { what: 'changes were told a second time under another key', culprits: telling.toldTwice },
    {
      what: 'changes were told though nobody saw their message being claimed',
      culprits: telling.told.filter(({ claimedAt }) => claimedAt === undefined).map(changeInWords),
    },
    {
      what: 'changes were told though they no longer stood when their message was claimed',
      culprits: await findStale(pool, telling.told),
    },
    { what: "changes were told to somebody who is not the child's guardian", culprits: strangers.map(changeInWords) },
    {
      what: 'messages were sent again though no worker died or lost its lease',
      culprits: mayRepeat ? [] : telling.repeated,
    },
  ];
}

function standingInWords(row: StandingRow, telling: Telling): string {
  const told = telling.lastTold(row);
  const heard = told === undefined ? 'heard nothing' : `last heard "${statusInWords(told)}"`;
  return `guardian ${row.guardianId} ${heard} of ${placeInWords(row)}; the record has ${statusInWords(row.status)}`;
}

function pairOf({ guardianId, childId }: Pick<StandingRow, 'guardianId' | 'childId'>): string {
  return `${guardianId} ${childId}`;
}
