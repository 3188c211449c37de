import { setTimeout as delay } from 'node:timers/promises';
import { type Attendance, isAttendanceError } from 'rollbook';
import type { SchoolOnRoster } from '../../test/integration/support/school-database.ts';
import { waitUntil } from '../../test/integration/support/wait-until.ts';
import type { Brake } from './brake.ts';
import { CallLog } from './call-log.ts';
import { createCommands, type LoadCommand } from './command.ts';
import { createDice, type Dice } from './dice.ts';
import type { Ledger } from './ledger.ts';
import { noTransactions, type RunInTransaction, TransactionLostError } from './run-in-transaction.ts';
import { sendCommand } from './send-command.ts';

/** The target and the amount of load. */
export interface LoadOptions {
  /** Called before each try, so that another host can replace a stopped one. */
  readonly host: () => Attendance;
  readonly schools: readonly SchoolOnRoster[];
  readonly ledger: Ledger;
  readonly seed: number;
  /** Clients at a time, each of which waits for its answer. Default 12. */
  readonly clients?: number;
  /** The pause of a client between two commands, in milliseconds. Default 5. */
  readonly pauseMs?: number;
  /** Stops clients before their next command. Default: no brake. */
  readonly brake?: Brake;
  /** Makes a tenth of the marks in a host's transaction. Default none. */
  readonly runInTransaction?: RunInTransaction;
  /** Makes the next command. Default: random commands, by the seed. */
  readonly nextCommand?: () => LoadCommand;
}

/**
 * The time that anything is waited for before the scenario has failed, in milliseconds. The time is no promise, since
 * the machine may be busy.
 */
const patienceMs = 60_000;
/** The time for which clients go on trying once the load is to stop, in milliseconds. */
const tryingMs = 30_000;

/**
 * The last times at which a client began a try that was acknowledged, or that had any answer, by `performance.now()`.
 */
interface LoadClient {
  servedAt: number;
  answeredAt: number;
}

/** Clients that mark without end. A client sends a mark again if it may not have arrived, with the same instant. */
export class Load {
  readonly calls = new CallLog();
  readonly ledger: Ledger;
  readonly #options: LoadOptions;
  readonly #dice: Dice;
  readonly #nextCommand: () => LoadCommand;
  readonly #clients: LoadClient[] = [];
  readonly #runs: Promise<void>[] = [];
  #isOn = true;
  #giveUpAt = Number.POSITIVE_INFINITY;

  private constructor(options: LoadOptions) {
    const { schools, seed, runInTransaction, nextCommand } = options;
    this.ledger = options.ledger;
    this.#options = options;
    this.#dice = createDice(seed, 'clients');
    const hasTransactions = runInTransaction !== undefined;
    this.#nextCommand = nextCommand ?? createCommands({ schools, dice: createDice(seed, 'commands'), hasTransactions });
  }

  static start(options: LoadOptions): Load {
    const load = new Load(options);
    load.#clients.push(...Array.from({ length: options.clients ?? 12 }, () => ({ servedAt: 0, answeredAt: 0 })));
    load.#runs.push(...load.#clients.map((client) => load.#runClient(client)));
    return load;
  }

  /** Waits until so many further marks are acknowledged. */
  async untilAcknowledged(more: number): Promise<void> {
    const wanted = this.ledger.acknowledged + more;
    await waitUntil(`${more} more marks are acknowledged`, () => this.ledger.acknowledged >= wanted, patienceMs);
  }

  /**
   * Waits until every client has been served again, which means that a command sent from now on was acknowledged.
   * @returns  The time that this took, in milliseconds.
   */
  async untilAllAreServed(): Promise<number> {
    const since = performance.now();
    await waitUntil(
      'every client is served again',
      () => this.#clients.every(({ servedAt }) => servedAt >= since),
      patienceMs,
    );
    return performance.now() - since;
  }

  /** Waits until every client has had an answer to a command sent from now on, even if the answer is an error. */
  async untilAllAreAnswered(): Promise<void> {
    const since = performance.now();
    await waitUntil(
      'every client has an answer',
      () => this.#clients.every(({ answeredAt }) => answeredAt >= since),
      patienceMs,
    );
  }

  /**
   * Begins no further commands, and waits until all others are answered. A command without an answer a minute and a
   * half later stays open.
   */
  async stop(): Promise<void> {
    this.#isOn = false;
    this.#giveUpAt = performance.now() + tryingMs;
    const patience = new AbortController();
    const late = delay(tryingMs + patienceMs, undefined, { signal: patience.signal }).catch(() => {});
    await Promise.race([Promise.all(this.#runs), late]);
    patience.abort();
  }

  /** Stops sending, and leaves commands without an answer alone. */
  abandon(): void {
    this.#isOn = false;
    this.#giveUpAt = 0;
  }

  async #runClient(client: LoadClient): Promise<void> {
    while (this.#isOn) {
      await this.#options.brake?.untilReleased();
      const command = this.#nextCommand();
      for (const mark of command.marks) this.ledger.send(mark);
      while (!(await this.#isAnswered(client, command))) {
        if (performance.now() > this.#giveUpAt) return;
        await delay(10 + 40 * this.#dice());
      }
      await delay((this.#options.pauseMs ?? 5) * 2 * this.#dice());
    }
  }

  /** Tries a command once. Resolves to true if the answer says what came of the command. */
  async #isAnswered(client: LoadClient, command: LoadCommand): Promise<boolean> {
    const { host, runInTransaction = noTransactions } = this.#options;
    const startedAt = performance.now();
    try {
      const outcomes = await this.calls.run(() => sendCommand(host(), command, runInTransaction));
      for (const [index, mark] of command.marks.entries()) {
        const outcome = outcomes[index];
        if (outcome === undefined || outcome === 'rejected') this.ledger.refuse(mark, outcome ?? 'no outcome');
        else if (outcome === 'kept') this.ledger.keep(mark);
        else this.ledger.acknowledge(mark, outcome);
      }
      client.servedAt = startedAt;
      return true;
    } catch (error) {
      if (isWorthAnotherTry(error, command)) return false;
      if (isAttendanceError(error, 'repository_unavailable')) {
        for (const mark of command.marks) this.ledger.giveUp(mark);
        return true;
      }
      const code = isAttendanceError(error) ? error.code : String(error);
      for (const mark of command.marks) this.ledger.refuse(mark, code);
      return true;
    } finally {
      client.answeredAt = startedAt;
    }
  }
}

/**
 * True if a command should be sent again. A mark that happens when it arrives is sent again only if it is known not to
 * have arrived.
 */
function isWorthAnotherTry(error: unknown, { marks }: LoadCommand): boolean {
  const isOfNow = marks.some(({ occurredAt }) => occurredAt === undefined);
  if (isOfNow && isAttendanceError(error, 'repository_unavailable') && error.details.mayBeRecorded) return false;
  if (isAttendanceError(error)) return error.retryable || error.code === 'closed';
  return error instanceof TransactionLostError;
}
