import type { ObservableRepository, StatementReading } from '../../../src/index.js';
import type { Statement } from '../sql/sql.js';
import type { Patience, StatementRunner } from './statement-runner.js';

type Listener = (reading: StatementReading) => void;

/** Calls listeners after each try at a statement. Without listeners, it only passes statements on. */
export class StatementWatch implements Pick<ObservableRepository, 'onStatement'> {
  readonly #listeners = new Set<Listener>();

  onStatement(listener: Listener): () => void {
    const own = (reading: StatementReading) => listener(reading);
    this.#listeners.add(own);
    return () => {
      this.#listeners.delete(own);
    };
  }

  /** Runs one try. */
  async run(
    runner: StatementRunner,
    toStatement: () => Statement,
    patience: Patience,
    about: Pick<StatementReading, 'operation' | 'marks' | 'attempt'>,
  ): Promise<unknown[]> {
    if (this.#listeners.size === 0) return runner.run(toStatement, patience);
    const startedAt = performance.now();
    let sentAt: number | undefined;
    const report = (ok: boolean) => this.#report({ ...about, ...timesOf(startedAt, sentAt), ok });
    const toSent = () => {
      const statement = toStatement();
      sentAt = performance.now();
      return statement;
    };
    try {
      const rows = await runner.run(toSent, patience);
      report(true);
      return rows;
    } catch (error) {
      report(false);
      throw error;
    }
  }

  /** Calls the listeners. A listener that throws must not fail a committed statement. */
  #report(reading: StatementReading): void {
    for (const listener of this.#listeners) {
      try {
        listener(reading);
      } catch {
        // A listener's error has nowhere to go.
      }
    }
  }
}

function timesOf(startedAt: number, sentAt: number | undefined): Pick<StatementReading, 'waitMs' | 'durationMs'> {
  const endedAt = performance.now();
  if (sentAt === undefined) return { waitMs: endedAt - startedAt, durationMs: null };
  return { waitMs: sentAt - startedAt, durationMs: endedAt - sentAt };
}
