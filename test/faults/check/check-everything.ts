import type { Pool } from 'pg';
import { driftOf } from '../../integration/support/effects.ts';
import type { Ledger } from '../load/ledger.ts';
import type { CheckReport, ScenarioReport } from '../scenario.ts';
import { countBrokenChains } from './chains.ts';
import { checkMarks } from './marks.ts';
import { findMistold } from './mistold.ts';
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

/** What the check found; its breaches tell in words what `mistold` counts. */
export type CheckFindings = CheckReport & Pick<ScenarioReport, 'breaches'>;

/** The check after every scenario with load: compares what clients know with the tables and with what guardians were told. */
export async function checkEverything({
  pool,
  ledger,
  telling,
  mayRepeat = false,
}: CheckedThings): Promise<CheckFindings> {
  const repeated = mayRepeat ? 0 : telling.repeated;
  const mistold = { ...(await findMistold(pool, telling)), repeated };
  const { lost, doubled, strange } = await checkMarks(pool, ledger);
  return {
    acknowledged: ledger.acknowledged,
    lost,
    doubled,
    brokenChains: strange + (await countBrokenChains(pool)),
    drift: await driftOf(pool),
    mistold: Object.values(mistold).reduce((sum, count) => sum + count),
    breaches: Object.entries(mistold).flatMap(([how, count]) => (count > 0 ? [`${how}: ${count}`] : [])),
  };
}
