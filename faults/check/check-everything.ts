import type { Pool } from 'pg';
import type { Ledger } from '../load/ledger.ts';
import type { CheckReport, ScenarioReport } from '../scenario.ts';
import { findBrokenChains } from './chains.ts';
import { findDrift } from './drift.ts';
import { examplesOf, withExample } from './examples.ts';
import { checkMarks } from './marks.ts';
import { findMistold, type IsRightlyTold } from './mistold.ts';
import type { Telling } from './telling.ts';

/** The traces of a scenario. */
export interface CheckedThings {
  /** A pool on the scenario's tables. Nobody marks any more, and nothing waits to be told. */
  readonly pool: Pool;
  readonly ledger: Ledger;
  readonly telling: Telling;
  /** True if a worker died or lost its lease, which alone excuses a message sent again. Default false. */
  readonly mayRepeat?: boolean;
  /** Default: every guardian hears what stands. */
  readonly isRightlyTold?: IsRightlyTold;
}

/** The findings of the check. `breaches` describes what `mistold` counts, with an example of each kind. */
export type CheckFindings = CheckReport & Pick<ScenarioReport, 'breaches'>;

/**
 * The check after every scenario with load. Compares what clients know with the tables and with what guardians were
 * told.
 */
export async function checkEverything({ pool, ledger, telling, ...how }: CheckedThings): Promise<CheckFindings> {
  const { lost, doubled, strange } = await checkMarks(pool, ledger);
  const brokenChains = [...strange, ...(await findBrokenChains(pool))];
  const { drift, counters } = await findDrift(pool);
  const mistold = (await findMistold(pool, telling, how)).filter(({ culprits }) => culprits.length > 0);
  return {
    acknowledged: ledger.acknowledged,
    lost: lost.length,
    doubled: doubled.length,
    brokenChains: brokenChains.length,
    drift,
    mistold: mistold.reduce((sum, { culprits }) => sum + culprits.length, 0),
    examples: examplesOf({ lost, doubled, brokenChains, drift: counters }),
    breaches: mistold.map(({ what, culprits }) => withExample(`${culprits.length} ${what}`, culprits[0])),
  };
}
