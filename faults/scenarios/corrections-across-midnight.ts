import { type Attendance, createAttendance, type Notifier } from 'rollbook';
import { createPostgresRepository } from 'rollbook/postgres';
import { createTestClock, type TestClock } from 'rollbook/testing';
import type { ToldSchool } from '../../test/integration/telling/support/told-school.ts';
import type { IsRightlyTold, StandingRow } from '../check/mistold.ts';
import { createCommands } from '../load/command.ts';
import { createDice, type Dice } from '../load/dice.ts';
import { Load } from '../load/load.ts';
import { createRunInTransaction } from '../load/run-in-transaction.ts';
import type { FaultContext, Scenario } from '../scenario.ts';
import { breachesOfLoad } from '../support/breaches.ts';
import { recordHostParts } from '../support/recorded-host-parts.ts';
import { type Findings, playOnStage, type Stage } from '../support/stage.ts';

const minuteMs = 60_000;
const dayMs = 24 * 60 * minuteMs;
const correctDays = 7;
/** One guardian in so many is out of reach until midnight. */
const unreachableShare = 0.2;

/**
 * Tablets that were offline send marks of yesterday and of days before, while the provider fails now and then. A
 * guardian who was told something false is corrected, up to `correctDays`. A guardian who was told nothing is told
 * nothing.
 */
export const correctionsAcrossMidnight: Scenario = {
  id: 'corrections-across-midnight',
  promise:
    'Who was told something false of a day is corrected when that day changes later; who was told nothing, never.',
  run: (context) => playOnStage((stage) => playDays(stage, context), { children: 60, guardians: 2 }),
};

async function playDays(stage: Stage, context: FaultContext): Promise<Findings> {
  const office = openOffice(stage, context);
  const { attendance, clock, provider } = office;
  const { ofTheDay, late, far } = groupsOf(stage.schools);
  await attendance.notifications.start();

  await office.mark([...ofTheDay, ...far]);
  await office.tellWhatCanBeTold();
  const atMidnight = await Knowledge.of(stage);
  provider.isMidnightOver = true;

  for (const days of [1, 2, correctDays - 3]) {
    clock.advance(days * dayMs);
    context.progress(`${clock.now().toISOString()}: marks of the first day, ${stage.ledger.acknowledged} so far`);
    await office.mark([...ofTheDay, ...late]);
    await office.tellWhatCanBeTold();
  }
  const corrected = stage.telling.told.length - atMidnight.told;
  const withinDays = await Knowledge.of(stage);
  clock.advance(2 * dayMs);
  await office.mark(far);
  await office.tellWhatCanBeTold();
  await attendance.close();

  const farChildren = new Set(far.flatMap(({ childIds }) => childIds));
  const isRightlyTold: IsRightlyTold = (row, told) => {
    if (!atMidnight.isTold(row)) return told === atMidnight.lastTold(row);
    if (farChildren.has(row.childId)) return told === withinDays.lastTold(row);
    // A withdrawal that was heard leaves nothing told, and so nothing to correct.
    return told === undefined || told === null || told === row.status;
  };
  return {
    faults: { failedAttempts: provider.failures, sentAndFailed: provider.deceptions },
    figures: { toldByMidnight: atMidnight.told, toldLater: corrected, untoldAtMidnight: atMidnight.untold },
    breaches: [
      ...office.loads.flatMap(breachesOfLoad),
      ...(corrected === 0 ? ['nobody was corrected after midnight'] : []),
      ...(atMidnight.untold === 0 ? ['everybody had been told something by midnight'] : []),
    ],
    mayRepeat: true,
    isRightlyTold,
  };
}

/** Children who are marked on the day, days later, or on the day and again when it is too late to correct. */
function groupsOf(schools: readonly ToldSchool[]) {
  const part = (from: number, to: number) =>
    schools.map((school) => ({ ...school, childIds: school.childIds.slice(from, to) }));
  return { ofTheDay: part(0, 36), late: part(36, 48), far: part(48, 60) };
}

interface Office {
  readonly attendance: Attendance;
  readonly clock: TestClock;
  readonly provider: MoodyProvider;
  readonly loads: readonly Load[];
  /** Marks the first day of these children, whatever the date is. */
  mark(schools: readonly ToldSchool[]): Promise<void>;
  /** Lets the time pass in which failed messages are tried again. */
  tellWhatCanBeTold(): Promise<void>;
}

function openOffice({ schools, ledger, telling, database, onFailure }: Stage, { seed, isLong }: FaultContext): Office {
  const clock = createTestClock(new Date());
  const pool = database.openPool({ max: 8 });
  const { repository, notifier } = recordHostParts(createPostgresRepository({ pool }), (told) => telling.hear(told));
  const provider = new MoodyProvider(notifier, createDice(seed, 'provider'), schools);
  const attendance = createAttendance({
    repository,
    notifier: provider,
    clock,
    limits: { maxOfflineDays: 30 },
    // No lease ends because the clock runs ahead.
    notifications: { correctDays, retry: { maxAttempts: 1_000, capMs: minuteMs }, pollMs: 20, leaseMs: 3_600_000 },
  });
  onFailure(() => void attendance.close());
  const marked: ToldSchool[] = [];
  const dice = createDice(seed, 'commands');
  const nextCommand = createCommands({ schools: marked, dice, hasTransactions: true, nowShare: 0 });
  const loads: Load[] = [];
  const runInTransaction = createRunInTransaction(pool);
  return {
    attendance,
    clock,
    provider,
    loads,
    mark: async (children) => {
      marked.splice(0, marked.length, ...children);
      const load = Load.start({ host: () => attendance, schools, ledger, seed, nextCommand, runInTransaction });
      loads.push(load);
      for (let step = 0; step < 10; step += 1) {
        await load.untilAcknowledged(isLong ? 800 : 60);
        clock.advance(1_000);
      }
      await load.stop();
    },
    tellWhatCanBeTold: async () => {
      for (let minute = 0; minute < 10; minute += 1) {
        await attendance.notifications.drain();
        clock.advance(minuteMs);
      }
    },
  };
}

/** Fails now and then, before it has sent a message or afterwards. Some guardians are out of reach until midnight. */
class MoodyProvider implements Notifier {
  isMidnightOver = false;
  failures = 0;
  /** Messages that were sent and reported as failed. */
  deceptions = 0;
  readonly #notifier: Notifier;
  readonly #dice: Dice;
  readonly #unreachable: ReadonlySet<string>;

  constructor(notifier: Notifier, dice: Dice, schools: readonly ToldSchool[]) {
    this.#notifier = notifier;
    this.#dice = dice;
    const guardianIds = schools.flatMap((school) => school.guardianIds);
    this.#unreachable = new Set(guardianIds.filter(() => dice() < unreachableShare));
  }

  readonly notify: Notifier['notify'] = async (notification, context) => {
    const isOutOfReach = !this.isMidnightOver && this.#unreachable.has(notification.guardian.id);
    if (isOutOfReach || this.#dice() < 0.2) return this.#fail('not sent');
    await this.#notifier.notify(notification, context);
    if (this.#dice() > 0.1) return;
    this.deceptions += 1;
    this.#fail('sent, and no answer');
  };

  #fail(message: string): never {
    this.failures += 1;
    throw new Error(message);
  }
}

/** The knowledge of guardians at one moment, when no message was on its way to a guardian in reach. */
class Knowledge {
  /** Changes told so far. */
  readonly told: number;
  readonly #last: ReadonlyMap<string, string | null | undefined>;
  readonly #waiting: ReadonlySet<string>;

  private constructor(
    told: number,
    last: ReadonlyMap<string, string | null | undefined>,
    waiting: ReadonlySet<string>,
  ) {
    this.told = told;
    this.#last = last;
    this.#waiting = waiting;
  }

  static async of({ database, telling }: Stage): Promise<Knowledge> {
    const { rows: pairs } = await database.pool.query<StandingRow>(
      `select g.id::text as "guardianId", g.child_id::text as "childId", d.date::text, d.session
      from attendance.guardians g cross join (select distinct date, session from attendance.records) d`,
    );
    const { rows: waiting } = await database.pool.query<{ guardianId: string; childId: string }>(
      `select guardian_id::text as "guardianId", unnest(child_ids)::text as "childId"
      from attendance.deliveries where state = 'pending'`,
    );
    const last = new Map(pairs.map((pair) => [pairOf(pair), telling.lastTold(pair)]));
    return new Knowledge(telling.told.length, last, new Set(waiting.map(pairOf)));
  }

  lastTold(row: StandingRow): string | null | undefined {
    return this.#last.get(pairOf(row));
  }

  /** True if the guardian was told a change that was not withdrawn, and is not about to be. */
  isTold(row: StandingRow): boolean {
    return (this.lastTold(row) ?? null) !== null || this.#waiting.has(pairOf(row));
  }

  /** Pairs of guardian and child that were told nothing. */
  get untold(): number {
    return [...this.#last].filter(([pair, told]) => told === undefined && !this.#waiting.has(pair)).length;
  }
}

function pairOf({ guardianId, childId }: Pick<StandingRow, 'guardianId' | 'childId'>): string {
  return `${guardianId} ${childId}`;
}
