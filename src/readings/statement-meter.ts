import type { StatementOperation, StatementReading } from '../ports/observable-repository.js';
import { type Durations, RecentDurations } from './recent-durations.js';

/** Statements of one kind, since attendance was created. */
export interface StatementReadings {
  /**
   * Statements asked for; a try that is repeated is the same statement, the parts of one that is split are new ones.
   */
  readonly total: number;
  /** Tries that were sent, each of which waited for the server once. */
  readonly roundTrips: number;
  /** Tries that got no connection. */
  readonly unsent: number;
  /** Tries that were sent and not answered, or with an error. */
  readonly failed: number;
  /** Tries that took longer than `slowStatementMs`. */
  readonly slow: number;
  /**
   * Marks that they carried: those of repeated tries once, those of a statement that is split in each of its parts
   * again.
   */
  readonly marks: number;
  /** Durations of the last ones from sending to answer; `null` before the first. */
  readonly durationMs: Durations | null;
  /** Waits of the last ones for a connection; `null` before the first. */
  readonly waitMs: Durations | null;
}

/** The readings of each operation that has sent any. */
export type OperationReadings = Readonly<Partial<Record<StatementOperation, StatementReadings>>>;

/** Measures statements of one kind. */
export class StatementMeter {
  readonly durations = new RecentDurations();
  readonly waits = new RecentDurations();
  readonly counts = { total: 0, roundTrips: 0, unsent: 0, failed: 0, slow: 0, marks: 0 };

  /** Adds one try. */
  add({ attempt, marks, waitMs, durationMs, ok }: StatementReading, { isSlow }: { readonly isSlow: boolean }): void {
    const { counts } = this;
    if (attempt === 1) {
      counts.total += 1;
      counts.marks += marks;
    }
    this.waits.add(waitMs);
    if (durationMs === null) {
      counts.unsent += 1;
      return;
    }
    counts.roundTrips += 1;
    this.durations.add(durationMs);
    if (!ok) counts.failed += 1;
    if (isSlow) counts.slow += 1;
  }
}
