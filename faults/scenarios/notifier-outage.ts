import { createAttendance } from 'rollbook';
import { createPostgresRepository } from 'rollbook/postgres';
import { createTestClock } from 'rollbook/testing';
import { createCommands } from '../load/command.ts';
import { createDice } from '../load/dice.ts';
import { Load } from '../load/load.ts';
import type { FaultContext, Scenario } from '../scenario.ts';
import { breachesOfLoad } from '../support/breaches.ts';
import { breachesOfDeadLetters, replayDeadLetters } from '../support/dead-letters.ts';
import { FailingProvider } from '../support/failing-provider.ts';
import { recordHostParts } from '../support/recorded-host-parts.ts';
import { type Findings, playOnStage, type Stage } from '../support/stage.ts';

const minuteMs = 60_000;
/** Twelve attempts take 20 minutes at most, and 11 more since the worker looks for work once a minute only. */
const retry = { maxAttempts: 12, baseMs: 2_000, capMs: 240_000 };
const outageMinutes = 60;
/** Messages of later marks would not be given up before the hour is over. */
const markingMinutes = 28;

/** A provider that is down for an hour, by a clock that runs ahead. Every message is given up in that time. */
export const notifierOutage: Scenario = {
  id: 'notifier-outage',
  promise:
    'A notifier that fails for an hour costs nobody a mark; what it missed is in the dead letters, and sent from there.',
  run: (context) => playOnStage((stage) => playOutage(stage, context), { children: 250 }),
};

async function playOutage(stage: Stage, { seed, progress }: FaultContext): Promise<Findings> {
  const { schools, ledger, telling, database } = stage;
  const clock = createTestClock(new Date());
  const pool = database.openPool({ max: 8 });
  const { repository, notifier } = recordHostParts(createPostgresRepository({ pool }), (told) => telling.hear(told));
  const provider = new FailingProvider(notifier);
  const attendance = createAttendance({
    repository,
    notifier: provider,
    clock,
    // No lease ends because the clock runs ahead.
    notifications: { retry, concurrency: 64, pollMs: 20, leaseMs: outageMinutes * minuteMs },
  });
  await attendance.notifications.start();
  const nextCommand = createCommands({ schools, dice: createDice(seed, 'commands'), hasTransactions: false });
  const startLoad = () => Load.start({ host: () => attendance, schools, ledger, seed, nextCommand, pauseMs: 40 });

  const load = startLoad();
  for (let passed = 1; passed <= outageMinutes; passed += 1) {
    if (passed <= markingMinutes) await load.untilAcknowledged(80);
    if (passed === markingMinutes) await load.stop();
    if (passed >= markingMinutes) await attendance.notifications.drain();
    clock.advance(minuteMs);
    if (passed % 20 === 0) progress(`down for ${passed} minutes, ${provider.failures} attempts failed`);
  }
  await attendance.notifications.drain();
  const { dead } = await attendance.notifications.stats();
  const breaches = await breachesOfDeadLetters(stage, attendance);

  provider.isDown = false;
  const later = startLoad();
  const replayed = await replayDeadLetters(attendance);
  await later.stop();
  await attendance.notifications.drain();
  await attendance.close();
  return {
    faults: { outages: 1, failedAttempts: provider.failures },
    figures: { deadLetters: dead, replayed },
    breaches: [
      ...breaches,
      ...breachesOfLoad(load),
      ...breachesOfLoad(later),
      ...(replayed === dead ? [] : [`${replayed} dead letters were made due again, and there were ${dead}`]),
      ...(provider.rekeyed > 0 ? [`${provider.rekeyed} attempts were made at the same content under another key`] : []),
    ],
  };
}
