import { setTimeout as delay, setImmediate as nextTurn } from 'node:timers/promises';
import { Pool } from 'pg';
import { type Attendance, createAttendance, type Notifier } from 'rollbook';
import { createPostgresRepository } from 'rollbook/postgres';
import { waitUntil } from '../../test/integration/support/wait-until.ts';
import { createDice, type Dice } from '../load/dice.ts';
import { Load } from '../load/load.ts';
import type { FaultContext, Scenario } from '../scenario.ts';
import { blockMarks } from '../support/blocked-marks.ts';
import { breachesOfLoad } from '../support/breaches.ts';
import { CallsUnderWay } from '../support/calls-under-way.ts';
import { recordHostParts } from '../support/recorded-host-parts.ts';
import { breachesOfSessions } from '../support/sessions.ts';
import { type Findings, playOnStage, type Stage } from '../support/stage.ts';

const longestSendMs = 30;
/** Longer than a stop may take. Only the grace period ends such a send. */
const endlessSendMs = 20_000;
const shortGraceMs = 10;
/** Longer than everything else that a stop waits for. */
const holdMs = 300;
/**
 * The longest time that a stop may take, for the blocked mark, the sends, and the late timers and disks of a busy
 * machine.
 */
const longestStopMs = 1_500;

/**
 * In one turn the worker is stopped and started again. In the next one the whole host is closed, its pool is ended, and
 * another host takes its place. Meanwhile there are marks, one of which waits for a lock, sends, and messages that wait
 * under a rate limit. Every other time that the worker is stopped, its sends would not end by themselves, and the
 * worker hands them back.
 */
export const gracefulStop: Scenario = {
  id: 'graceful-stop',
  promise:
    'A host that is stopped under load leaves no lease and no mark without an answer, and repeats and loses nothing.',
  run: (context) => playOnStage((stage) => stopAgainAndAgain(stage, context), { guardians: 2 }),
};

async function stopAgainAndAgain(stage: Stage, { isLong, seed, progress }: FaultContext): Promise<Findings> {
  const stops = isLong ? 200 : 20;
  const { schools, ledger } = stage;
  const dice = createDice(seed, 'sends');
  let host = await StoppableHost.start(stage, dice);
  const load = Load.start({ host: () => host.attendance, schools, ledger, seed, pauseMs: 10 });
  let slowestStopMs = 0;
  let cutShort = 0;
  const left = { leases: 0, sends: 0, unanswered: 0, refused: 0 };
  for (let stop = 1; stop <= stops; stop += 1) {
    await load.untilAcknowledged(110);
    const isCut = stop % 4 === 3;
    if (isCut) await host.beginEndlessSends();
    const release = await blockMarks(stage, stage.schools.slice(0, 1));
    const startedAt = performance.now();
    setTimeout(release, holdMs);
    const options = isCut ? { graceMs: shortGraceMs } : {};
    await (stop % 2 === 0 ? host.close() : host.attendance.notifications.stop(options));
    slowestStopMs = Math.max(slowestStopMs, performance.now() - startedAt);
    left.leases += await countLeases(stage);
    left.sends += host.sending;
    if (stop % 2 === 0) {
      left.unanswered += host.unanswered;
      left.refused += host.calls.refused;
      cutShort += host.cutShort;
      host = await StoppableHost.start(stage, dice);
    } else await host.startWorker();
    if (stop % 10 === 0) progress(`${stop} of ${stops} stops, ${ledger.acknowledged} marks acknowledged`);
  }
  await load.stop();
  await host.close();
  return {
    faults: { stops, sendsCutShort: cutShort },
    figures: { slowestStopMs: Math.round(slowestStopMs), callsRefusedAsClosed: load.calls.failures.get('closed') ?? 0 },
    breaches: [
      ...breachesOfLoad(load),
      ...breachesOf(left),
      ...(cutShort === 0 ? ['no send was cut short'] : []),
      ...(slowestStopMs > longestStopMs ? [`a stop took ${Math.round(slowestStopMs)} ms`] : []),
    ],
  };
}

function breachesOf(left: Readonly<Record<'leases' | 'sends' | 'unanswered' | 'refused', number>>): string[] {
  return [
    ...(left.leases > 0 ? [`${left.leases} leases were left`] : []),
    ...(left.sends > 0 ? [`${left.sends} messages were still being sent`] : []),
    ...(left.unanswered > 0 ? [`${left.unanswered} calls made before close() had no answer when it was over`] : []),
    ...(left.refused > 0 ? [`${left.refused} calls made before close() were refused by it`] : []),
  ];
}

/** A host that can be closed with its pool. */
class StoppableHost {
  readonly #pool: Pool;
  readonly #dice: Dice;
  readonly #complain: Stage['complain'];
  #areSendsEndless = false;
  #endlessSends = 0;
  readonly calls = new CallsUnderWay();
  readonly attendance: Attendance;
  /** Messages that are being sent. */
  sending = 0;
  /** Messages whose sending was given up as the worker stopped. */
  cutShort = 0;
  /** Calls made before the host was closed that had no answer afterwards. */
  unanswered = 0;

  private constructor({ database, telling, complain }: Stage, dice: Dice) {
    this.#complain = complain;
    this.#dice = dice;
    this.#pool = new Pool({ connectionString: database.url, max: 8 });
    const { repository, notifier } = recordHostParts(createPostgresRepository({ pool: this.#pool }), (told) =>
      telling.hear(told),
    );
    const attendance = createAttendance({
      repository,
      notifier: this.#slowly(notifier),
      notifications: { leaseMs: 10_000, pollMs: 20, concurrency: 32, rate: { limit: 16, intervalMs: 40 } },
    });
    this.attendance = this.calls.around(attendance);
  }

  static async start(stage: Stage, dice: Dice): Promise<StoppableHost> {
    const host = new StoppableHost(stage, dice);
    await host.startWorker();
    return host;
  }

  async close(): Promise<void> {
    await this.attendance.close();
    // The last answers reach their callers together with the answer of `close`.
    await nextTurn();
    this.unanswered = this.calls.unanswered;
    this.#complain(await breachesOfSessions(this.#pool));
    await this.#pool.end();
  }

  async startWorker(): Promise<void> {
    this.#areSendsEndless = false;
    await this.attendance.notifications.start();
  }

  /** Resolves once a send is under way that will not end before the worker stops. */
  async beginEndlessSends(): Promise<void> {
    this.#areSendsEndless = true;
    await waitUntil('a message is sent without end', () => this.#endlessSends > 0);
  }

  /** Waits before it sends, and gives up when its signal aborts. Then no guardian has heard the message. */
  #slowly(notifier: Notifier): Notifier {
    return {
      notify: async (notification, context) => {
        this.sending += 1;
        try {
          await this.#takeTime(context.signal);
          await notifier.notify(notification, context);
        } finally {
          this.sending -= 1;
        }
      },
    };
  }

  async #takeTime(signal: AbortSignal): Promise<void> {
    const isEndless = this.#areSendsEndless;
    if (isEndless) this.#endlessSends += 1;
    try {
      await delay(isEndless ? endlessSendMs : this.#dice() * longestSendMs, undefined, { signal });
    } catch (error) {
      this.cutShort += 1;
      throw error;
    } finally {
      if (isEndless) this.#endlessSends -= 1;
    }
  }
}

async function countLeases({ database }: Stage): Promise<number> {
  const { rows } = await database.pool.query('select from attendance.deliveries where lease_token is not null');
  return rows.length;
}
