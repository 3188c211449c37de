import { driftOf } from '../../test/integration/support/effects.ts';
import { type Dice, pickWith } from '../load/dice.ts';
import type { Load } from '../load/load.ts';
import type { Stage } from '../support/stage.ts';
import { unaccounted } from './found.ts';
import { type CounterKey, type Mutilation, mutilate, pickMove } from './mutilation.ts';
import { Reconcilers } from './reconcilers.ts';

/** The material of reconciliations while marks go on. */
export interface UnderLoad {
  readonly stage: Stage;
  readonly load: Load;
  readonly dice: Dice;
  readonly keys: readonly CounterKey[];
  readonly date: string;
}

/** The findings under load. */
export interface FoundUnderLoad {
  readonly reconciliations: number;
  readonly found: number;
  readonly breaches: readonly string[];
}

/** Has two callers reconcile while marks go on and no counter is wrong. The callers must find no difference. */
export async function reconcileWhatIsRight({ stage, load, date }: UnderLoad, marks: number): Promise<FoundUnderLoad> {
  const reconcilers = startTwo(stage, date);
  await load.untilAcknowledged(marks);
  await reconcilers.stop();
  const { found, reconciliations } = reconcilers;
  const example = JSON.stringify(found[0]);
  const breaches = found.length > 0 ? [`found ${found.length} that were right under load, such as ${example}`] : [];
  return { reconciliations, found: found.length, breaches };
}

/**
 * Has two callers reconcile while marks go on and counters are mutilated, `times` over. Then the reported repairs have
 * to balance the mutilations, counter by counter.
 */
export async function reconcileMutilated(world: UnderLoad, times: number): Promise<FoundUnderLoad> {
  const { stage, load, dice, keys, date } = world;
  const { pool } = stage.database;
  const mutilations: Mutilation[] = [];
  const reconcilers = startTwo(stage, date);
  for (let time = 0; time < times; time += 1) {
    mutilations.push(await mutilate(pool, date, pickWith(dice, keys), pickMove(dice, false)));
    await load.untilAcknowledged(Math.floor(dice() * 20));
  }
  // Both begin once more, and so find the last mutilations.
  await reconcilers.untilMore(4);
  await reconcilers.stop();
  const { found, reconciliations } = reconcilers;
  return {
    reconciliations,
    found: found.length,
    breaches: [...breachesOf(mutilations, found), ...(await driftIn(stage))],
  };
}

function startTwo({ database }: Stage, date: string): Reconcilers {
  return new Reconcilers([database.openPool({ max: 1 }), database.openPool({ max: 1 })], date);
}

function breachesOf(mutilations: readonly Mutilation[], found: Reconcilers['found']): string[] {
  const left = [...unaccounted(mutilations, found)].map(([key, by]) => `${key}: ${by}`);
  const nothing = found.length === 0 ? ['nothing was found under load, whatever was mutilated'] : [];
  return left.length > 0 ? [...nothing, `${left.length} counters not repaired as told, such as ${left[0]}`] : nothing;
}

/** Reads all counters in one snapshot, so that marks may go on. */
async function driftIn({ database }: Stage): Promise<string[]> {
  const drift = await driftOf(database.pool);
  return drift === 0 ? [] : [`a drift of ${drift} was left under load`];
}
