import type { Pool } from 'pg';
import type { Attendance } from 'rollbook';
import type { LedgerEntry } from '../load/ledger.ts';

/** The answer that a caller got to a mark. */
interface Step {
  readonly outcome: string;
  readonly status: string | null;
  readonly previousStatus: string | null;
}

interface RevisionRow extends Step, Pick<LedgerEntry, 'childId' | 'markedBy'> {}

/** Every step of a child's status, as its callers were answered. */
export class StatusPath {
  readonly #steps = new Map<string, Step>();

  /** Wraps a host, and hears each answer to a mark, a clear, or a bulk with one status for all. */
  around(attendance: Attendance): Attendance {
    return {
      ...attendance,
      markAttendance: async (command, options) => {
        const result = await attendance.markAttendance(command, options);
        this.#hear(command, { ...result, status: command.status });
        return result;
      },
      clearAttendance: async (command, options) => {
        const result = await attendance.clearAttendance(command, options);
        this.#hear(command, { ...result, status: null });
        return result;
      },
      markBulkAttendance: async (command, options) => {
        const result = await attendance.markBulkAttendance(command, options);
        const { markedBy, status = null } = command;
        for (const { childId, outcome, previousStatus = null } of result.outcomes)
          this.#hear({ childId, markedBy }, { outcome, previousStatus, status });
        return result;
      },
    };
  }

  /**
   * Counts answers that differ from the revisions in their outcome, their status or the status before. Superseded marks
   * count too. Every revision must have an answer, and every step must have a revision.
   */
  async countDeviations(pool: Pool): Promise<number> {
    const { rows } = await pool.query<RevisionRow>(
      `select child_id::text as "childId", marked_by as "markedBy", outcome, status, previous_status as "previousStatus"
      from attendance.revisions`,
    );
    const stored = new Set(rows.map(keyOf));
    const different = rows.filter((row) => !isSame(row, this.#steps.get(keyOf(row))));
    const missing = [...this.#steps].filter(([key, { outcome }]) => isStep(outcome) && !stored.has(key));
    return different.length + missing.length;
  }

  #hear(mark: Pick<LedgerEntry, 'childId' | 'markedBy'>, { outcome, status, previousStatus }: Step): void {
    this.#steps.set(keyOf(mark), { outcome, status, previousStatus });
  }
}

/**
 * True if a mark must leave a revision. A clear of nothing leaves none, and neither does a mark that the history
 * already has.
 */
function isStep(outcome: string): boolean {
  return outcome !== 'superseded' && outcome !== 'unchanged' && outcome !== 'kept' && outcome !== 'rejected';
}

function isSame(row: Step, told: Step | undefined): boolean {
  return told?.outcome === row.outcome && told.status === row.status && told.previousStatus === row.previousStatus;
}

function keyOf({ childId, markedBy }: Pick<LedgerEntry, 'childId' | 'markedBy'>): string {
  return `${markedBy} ${childId}`;
}
