import type { Attendance } from 'rollbook';
import { waitUntil } from '../../test/integration/support/wait-until.ts';
import { OnlyUnmarked } from '../check/only-unmarked.ts';
import { StatusPath } from '../check/status-path.ts';
import { childrenInRace, createConflictingCommands } from '../load/conflicting-commands.ts';
import { createDice } from '../load/dice.ts';
import type { FaultContext, Scenario } from '../scenario.ts';
import { breachesOfLoad } from '../support/breaches.ts';
import { startRace } from '../support/racing-hosts.ts';
import { type Findings, playOnStage, type Stage } from '../support/stage.ts';

const clients = 16;

/**
 * Different statuses for the same children at once. Some rows are written by every client, and some had not been
 * written before.
 */
export const conflictingMarks: Scenario = {
  id: 'conflicting-marks',
  promise:
    'Whoever marks a child at the same time, each is told the step that its mark was, and the steps are one path.',
  run: (context) => {
    const marks = context.isLong ? 100_000 : 20_000;
    return playOnStage((stage) => race(stage, marks, context), { schools: 1, children: childrenInRace(marks) });
  },
};

async function race(stage: Stage, marks: number, { seed, progress }: FaultContext): Promise<Findings> {
  const [school] = stage.schools;
  if (!school) throw new Error('the stage has a school');
  const path = new StatusPath();
  const onlyUnmarked = new OnlyUnmarked();
  const nextCommand = createConflictingCommands(school, createDice(seed, 'commands'));
  const around = (host: Attendance) => onlyUnmarked.around(path.around(host));
  const { load, stop } = startRace(stage, { seed, hosts: clients, nextCommand, around });
  const isDone = () => stage.ledger.answered >= marks;
  await waitUntil(`${marks} marks are answered`, isDone, marks * 20);
  progress(`${stage.ledger.acknowledged} marks acknowledged`);
  await stop();
  const { kept, marked, wrong } = onlyUnmarked;
  const deviations = await path.countDeviations(stage.database.pool);
  return {
    faults: { conflictingMarks: stage.ledger.acknowledged },
    figures: { clients, deviations, kept, markedAsUnmarked: marked, failedCalls: load.calls.failed },
    breaches: [
      ...breachesOfLoad(load),
      ...(wrong > 0 ? [`${wrong} times a bulk for those without a status did not go by the status before`] : []),
      ...(kept === 0 || marked === 0 ? ['no bulk for children without a status met both kinds'] : []),
      ...(deviations > 0 ? [`${deviations} steps were told that differ from the chain of revisions`] : []),
    ],
  };
}
