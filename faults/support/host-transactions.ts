import { setTimeout as delay } from 'node:timers/promises';
import type { Pool } from 'pg';
import { type Attendance, isAttendanceError, type Outcome } from 'rollbook';
import { beginOnClient } from '../../test/integration/support/host-transactions.ts';
import type { LoadCommand } from '../load/command.ts';
import type { Dice } from '../load/dice.ts';
import { Ledger } from '../load/ledger.ts';
import { sendWith } from '../load/send-command.ts';

/** Levels of isolation that a host may choose. */
export type IsolationLevel = 'read committed' | 'repeatable read' | 'serializable';

/** The material of a host's transactions. */
export interface HostTransactionsOptions {
  readonly pool: Pool;
  /** Attendance that no other client uses. Listeners must not hear of its calls in transactions. */
  readonly attendance: Attendance;
  readonly level: IsolationLevel;
  readonly nextCommand: () => LoadCommand;
  readonly dice: Dice;
}

/**
 * A host that marks in its own transactions, beside a row of its own. Where a transaction conflicts with another one,
 * the host begins anew. Half of the transactions are rolled back.
 */
export class HostTransactions {
  /** Marks of committed transactions are acknowledged, and all others are refused. */
  readonly ledger = new Ledger();
  readonly #options: HostTransactionsOptions;
  readonly #committed = new Set<string>();
  readonly #errors = new Set<string>();
  #events = 0;
  rolledBack = 0;
  /** Tries that conflicted with another transaction. */
  conflicts = 0;

  private constructor(options: HostTransactionsOptions) {
    this.#options = options;
    const { events } = options.attendance;
    const count = () => {
      this.#events += 1;
    };
    events.on('attendance.marked', count).on('attendance.cleared', count).on('attendance.bulkMarked', count);
  }

  /** Creates the table of the host's own rows. */
  static async create(options: HostTransactionsOptions): Promise<HostTransactions> {
    await options.pool.query('create table bookings (id text)');
    return new HostTransactions(options);
  }

  get committed(): number {
    return this.#committed.size;
  }

  /** Runs one transaction to its end, with as many tries as it takes. */
  async run(): Promise<void> {
    const { nextCommand, dice } = this.#options;
    const commands = Array.from({ length: 1 + Math.floor(dice() * 3) }, nextCommand);
    for (const { marks } of commands) for (const mark of marks) this.ledger.send(mark);
    const ending = dice() < 0.5 ? 'commit' : 'rollback';
    while (!(await this.#isEnded(commands, ending))) await delay(5 + 20 * dice());
  }

  /**
   * Describes errors that no conflict explains, and rows of the host's own that are there without their marks, or
   * missing with them.
   */
  async findBreaches(): Promise<string[]> {
    const { rows } = await this.#options.pool.query<{ id: string }>('select id from bookings');
    const strange = rows.filter(({ id }) => !this.#committed.has(id));
    return [
      ...[...this.#errors].map((error) => `in a transaction of the host: ${error}`),
      ...(this.#events > 0 ? [`${this.#events} events told of what was done in a host's transaction`] : []),
      ...(strange.length > 0 ? [`${strange.length} rows of the host are there that were rolled back`] : []),
      ...(rows.length < this.#committed.size ? ['rows of the host are missing that were committed'] : []),
    ];
  }

  async #isEnded(commands: readonly LoadCommand[], ending: 'commit' | 'rollback'): Promise<boolean> {
    const { pool, level, attendance } = this.#options;
    const transaction = await beginOnClient(pool, `begin isolation level ${level}`);
    const id = commands[0]?.marks[0]?.markedBy ?? '';
    let isOpen = true;
    try {
      const outcomes: (readonly Outcome[])[] = [];
      for (const command of commands) outcomes.push(await sendWith(attendance, command, transaction.inside));
      await transaction.query(`insert into bookings values ('${id}')`);
      isOpen = false;
      await transaction[ending]();
      this.#note(commands, ending, outcomes, id);
      return true;
    } catch (error) {
      if (isOpen) await transaction.rollback();
      if (isConflict(error, level)) this.conflicts += 1;
      else this.#errors.add(String(error));
      return !isConflict(error, level);
    }
  }

  #note(
    commands: readonly LoadCommand[],
    ending: 'commit' | 'rollback',
    outcomes: readonly (readonly Outcome[])[],
    id: string,
  ): void {
    if (ending === 'commit') this.#committed.add(id);
    else this.rolledBack += 1;
    for (const [place, { marks }] of commands.entries()) {
      for (const [index, mark] of marks.entries()) {
        const outcome = outcomes[place]?.[index] ?? 'rejected';
        if (ending === 'rollback' || outcome === 'rejected') this.ledger.refuse(mark, ending);
        else this.ledger.acknowledge(mark, outcome);
      }
    }
  }
}

/**
 * True if the host has to begin anew. At read committed that happens only where its order of statements deadlocks with
 * others.
 */
function isConflict(error: unknown, level: IsolationLevel): boolean {
  const state = stateOf(error);
  return state === '40P01' || (level !== 'read committed' && state === '40001');
}

/**
 * The state of an error. The error is the library's own, which must be retryable, or comes from the host's own
 * statement.
 */
function stateOf(error: unknown): unknown {
  if (isAttendanceError(error, 'repository_unavailable')) return error.retryable ? error.details.sqlState : undefined;
  return error instanceof Error && 'code' in error && !isAttendanceError(error) ? error.code : undefined;
}
