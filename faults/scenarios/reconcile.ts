import type { Attendance } from 'rollbook';
import { createDice } from '../load/dice.ts';
import { reconcileAtRest } from '../reconcile/at-rest.ts';
import { counterKeys } from '../reconcile/mutilation.ts';
import { reconcileMutilated, reconcileWhatIsRight } from '../reconcile/under-load.ts';
import type { FaultContext, Scenario } from '../scenario.ts';
import { startLoadedHost } from '../support/loaded-host.ts';
import { type Findings, playOnStage, type Stage } from '../support/stage.ts';

/** Counters are mutilated at random, while marks go on and while there are none. */
export const reconcile: Scenario = {
  id: 'reconcile',
  promise: 'A reconciliation finds and repairs exactly what is wrong with the counts, also while marks go on.',
  run: (context) => playOnStage((stage) => reconcileOn(stage, context)),
};

async function reconcileOn(stage: Stage, { isLong, seed, progress }: FaultContext): Promise<Findings> {
  const times = isLong ? 2_000 : 200;
  const { attendance, load, stop } = await startLoadedHost(stage, { seed });
  const { pool } = stage.database;
  const dice = createDice(seed, 'mutilations');
  const world = { dice, keys: counterKeys(stage.schools), date: await todayOf(attendance, stage) };
  const right = await reconcileWhatIsRight({ ...world, stage, load }, times * 5);
  progress(`${right.reconciliations} reconciliations under load, and nothing to find`);
  const mutilated = await reconcileMutilated({ ...world, stage, load }, times);
  progress(`${mutilated.reconciliations} reconciliations under load, ${mutilated.found} counters found`);
  await load.stop();
  const atRest = await reconcileAtRest({ ...world, pool, attendance }, times);
  progress(`${times} times some counters, ${atRest.wrong} of them wrong`);
  const breaches = await stop();
  const reconciliations = right.reconciliations + mutilated.reconciliations;
  return {
    faults: { mutilations: times + atRest.wrong },
    figures: { reconciliationsUnderLoad: reconciliations, foundUnderLoad: mutilated.found, wrongAtRest: atRest.wrong },
    breaches: [...breaches, ...right.breaches, ...mutilated.breaches, ...atRest.breaches],
  };
}

/** The schools' day, on which the load marks. */
async function todayOf(attendance: Attendance, { schools }: Stage): Promise<string> {
  const [school] = schools;
  if (!school) throw new Error('a stage has schools');
  const { date } = await attendance.getDailySummary({ schoolId: school.schoolId });
  return date;
}
