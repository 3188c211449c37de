import { createAttendance } from 'rollbook';
import { createPostgresRepository } from 'rollbook/postgres';
import { createCommands } from '../load/command.ts';
import { createDice } from '../load/dice.ts';
import type { FaultContext, Scenario } from '../scenario.ts';
import { HostTransactions, type IsolationLevel } from '../support/host-transactions.ts';
import { startLoadedHost } from '../support/loaded-host.ts';
import { breachesOfSessions } from '../support/sessions.ts';
import { type Findings, playOnStage, type Stage } from '../support/stage.ts';

const concurrent = 4;

/** Transactions of the host, half of them rolled back, on children that other clients mark at the same time. */
export function transactionsAt(level: IsolationLevel): Scenario {
  return {
    id: `transactions-${level.replaceAll(' ', '-')}`,
    promise: `Marks in a transaction of the host's at ${level} are there exactly if it commits, whatever others mark.`,
    run: (context) => playOnStage((stage) => runTransactions(stage, level, context)),
  };
}

async function runTransactions(
  stage: Stage,
  level: IsolationLevel,
  { isLong, seed, progress }: FaultContext,
): Promise<Findings> {
  const wanted = isLong ? 2_000 : 200;
  const { schools, ledger, database } = stage;
  const dice = createDice(seed, 'transactions');
  // Load and transactions have their instants from one source, so no two are the same.
  const nextCommand = createCommands({ schools, dice: createDice(seed, 'commands'), hasTransactions: false });
  const { load, stop } = await startLoadedHost(stage, { seed, nextCommand, pauseMs: 20 });
  const pool = database.openPool({ max: concurrent });
  const attendance = createAttendance({
    repository: createPostgresRepository({ pool }),
    notifications: { outbox: true },
  });
  const transactions = await HostTransactions.create({ pool, attendance, level, nextCommand, dice });
  let begun = 0;
  const runSome = async () => {
    while (begun < wanted) {
      begun += 1;
      await transactions.run();
    }
  };
  await Promise.all(Array.from({ length: concurrent }, runSome));
  progress(`${transactions.committed} committed, ${transactions.rolledBack} rolled back`);
  await load.untilAcknowledged(Math.max(0, 2_000 - ledger.acknowledged));
  const breachesOfHost = await stop();
  await attendance.close();
  stage.complain(await breachesOfSessions(pool));
  const breaches = [...breachesOfHost, ...(await transactions.findBreaches())];
  ledger.add(transactions.ledger.entries);
  const { committed, rolledBack, conflicts } = transactions;
  return { faults: { committed, rolledBack }, figures: { conflicts }, breaches };
}
