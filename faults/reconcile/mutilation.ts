import type { Pool } from 'pg';
import type { SchoolOnRoster } from '../../test/integration/support/school-database.ts';
import { type Dice, pickWith } from '../load/dice.ts';

/** One counter of one day. */
export interface CounterKey {
  readonly schoolId: string;
  readonly session: string;
  readonly status: string;
}

/** A counter that was made wrong, and its error. */
export interface Mutilation extends CounterKey {
  /** 0 for a counter that was deleted although it did not exist. */
  readonly by: number;
}

/** The last status is in no record. */
const statuses = ['present', 'late', 'sick', 'excused', 'absent', 'on_trip'] as const;
/** The last session is in no record. */
const sessions = ['day', 'night'] as const;

/** Every counter that may be mutilated, also of statuses and sessions that are in no record. */
export function counterKeys(schools: readonly SchoolOnRoster[]): CounterKey[] {
  return schools.flatMap(({ schoolId }) =>
    sessions.flatMap((session) => statuses.map((status) => ({ schoolId, session, status }))),
  );
}

/**
 * Moves that make a counter wrong by a little, far below zero, or huge. `null` deletes the counter, and 0 adds one that
 * counts nothing.
 */
const moves = [-3, -1, 1, 2, -1_000, 1_000_000, -1_000_000, 0, null] as const;
/**
 * Moves to the least, and close to the most, that an integer of Postgres can be. Only counters that nobody moves at the
 * same time get such moves.
 */
const hugeMoves = [2_147_480_000, -2_147_483_648] as const;

/** Picks the move that mutilates a counter. `null` deletes the counter. */
export function pickMove(dice: Dice, mayBeHuge: boolean): number | null {
  return mayBeHuge ? pickWith(dice, [...moves, ...hugeMoves]) : pickWith(dice, moves);
}

/** Makes a counter wrong, in one statement, so that marks may move it meanwhile. */
export async function mutilate(pool: Pool, date: string, key: CounterKey, move: number | null): Promise<Mutilation> {
  const { schoolId, session, status } = key;
  if (move === null) return { ...key, by: await remove(pool, [schoolId, date, session, status]) };
  await pool.query(
    `insert into attendance.daily_counts as c (school_id, date, session, status, count) values ($1, $2, $3, $4, $5)
    on conflict (school_id, date, session, status) do update set count = c.count + excluded.count`,
    [schoolId, date, session, status, move],
  );
  return { ...key, by: move };
}

async function remove(pool: Pool, key: readonly string[]): Promise<number> {
  const { rows } = await pool.query<{ count: number }>(
    `delete from attendance.daily_counts
    where school_id = $1 and date = $2 and session = $3 and status = $4 returning count`,
    [...key],
  );
  return -(rows[0]?.count ?? 0);
}
