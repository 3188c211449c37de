import { deadlocksOf } from '../../test/integration/support/deadlocks.ts';
import { waitUntil } from '../../test/integration/support/wait-until.ts';
import { createDice } from '../load/dice.ts';
import { createOverlappingBulks } from '../load/overlapping-commands.ts';
import type { FaultContext, Scenario } from '../scenario.ts';
import { breachesOfLoad } from '../support/breaches.ts';
import { startRace } from '../support/racing-hosts.ts';
import { type Findings, playOnStage, type Stage } from '../support/stage.ts';

const clients = 32;
/**
 * The bulks are over some of many children, and the planner knows the number. With fewer children it reads the whole
 * school, in one order whatever the order of the marks.
 */
const [overlapping, children] = [40, 2_000];

/**
 * Bulks over the same children, each in an order of its own. Statements that locked rows in the given order would
 * deadlock.
 */
export const overlappingBulks: Scenario = {
  id: 'overlapping-bulks',
  promise: 'Bulks that overlap, in whatever order, never deadlock: no caller hears of one, and the server sees none.',
  run: (context) => playOnStage((stage) => race(stage, context), { schools: 2, children }),
};

async function race(stage: Stage, { isLong, seed, progress }: FaultContext): Promise<Findings> {
  await stage.database.pool.query('analyze');
  const bulks = isLong ? 10_000 : 1_000;
  const schools = stage.schools.map((school) => ({ ...school, childIds: school.childIds.slice(0, overlapping) }));
  const nextCommand = createOverlappingBulks(schools, createDice(seed, 'commands'));
  let sent = 0;
  const { load, stop } = startRace(stage, {
    seed,
    hosts: clients,
    nextCommand: () => {
      const command = nextCommand();
      if (command.kind !== 'mark') sent += 1;
      return command;
    },
  });
  // Deadlocks take time. The breaches below describe them.
  const isEnough = () => sent >= bulks || load.calls.failed > 0;
  const late = await waitUntil(`${bulks} bulks are sent`, isEnough, bulks * 150).then(() => [], toWords);
  await stop();
  progress(`${sent} bulks sent, ${stage.ledger.acknowledged} marks acknowledged`);
  const deadlocks = await deadlocksOf(stage.database);
  const failures = [...load.calls.failures].map(([code, times]) => `${times} calls failed with ${code}`);
  return {
    faults: { bulks: sent },
    figures: { clients, deadlocks, failedCalls: load.calls.failed },
    breaches: [
      ...breachesOfLoad(load),
      ...failures,
      ...late,
      ...(deadlocks > 0 ? [`the server resolved ${deadlocks} deadlocks, which tries again have hidden`] : []),
    ],
  };
}

function toWords(error: unknown): string[] {
  return [String(error)];
}
