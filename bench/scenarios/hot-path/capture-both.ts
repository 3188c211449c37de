import { type CapturedStatement, captureStatement } from '../../contestants/captured-statement.ts';
import { openPool } from '../../contestants/open-pool.ts';
import { spreadDeck } from '../../load/deck.ts';
import type { BenchSchool } from '../../world/roster.ts';

/** rollbook's statements for marks of many schools, and for a lone one. */
export interface Captured {
  readonly spread: CapturedStatement;
  readonly single: CapturedStatement;
}

/** Lets rollbook mark children of every school. */
export async function captureBoth(url: string, schools: readonly BenchSchool[]): Promise<Captured> {
  const pool = openPool(url, 'rollbook', 2);
  const deck = spreadDeck(schools);
  const spread = await captureStatement(pool, 'single', deck.slice(0, schools.length));
  const single = await captureStatement(pool, 'single', deck.slice(schools.length, schools.length + 1));
  await pool.end();
  return { spread, single };
}
