import type { Pool } from 'pg';
import { driftOf } from '../../integration/support/effects.ts';
import type { Ledger } from '../load/ledger.ts';
import type { CheckReport } from '../scenario.ts';
import { countBrokenChains } from './chains.ts';
import { checkMarks } from './marks.ts';
import { countMistold } from './mistold.ts';
import type { Telling } from './telling.ts';

/** What a scenario leaves behind. */
export interface CheckedThings {
  /** Of a database with one run's tables, in which nobody marks any more and nothing waits to be told. */
  readonly pool: Pool;
  readonly ledger: Ledger;
  readonly telling: Telling;
  /** Whether a worker died or lost its lease, which alone excuses a message sent again. Default false. */
  readonly mayRepeat?: boolean;
}

/** The same check after every scenario: compares what clients know with the tables and with what guardians were told. */
export async function checkEverything({
  pool,
  ledger,
  telling,
  mayRepeat = false,
}: CheckedThings): Promise<CheckReport> {
  const { lost, doubled, strange } = await checkMarks(pool, ledger);
  return {
    acknowledged: ledger.acknowledged,
    lost,
    doubled,
    brokenChains: strange + (await countBrokenChains(pool)),
    drift: await driftOf(pool),
    mistold: (mayRepeat ? 0 : telling.repeated) + (await countMistold(pool, telling)),
  };
}
