import type { Pool } from 'pg';
import type { Attendance } from 'rollbook';
import type { LedgerEntry } from '../load/ledger.ts';

/** What a caller was told of a mark. */
interface Step {
  readonly outcome: string;
  readonly status: string | null;
  readonly previousStatus: string | null;
}

interface RevisionRow extends Step, Pick<LedgerEntry, 'childId' | 'markedBy'> {}

/** Every step of a child's status, as the callers who made it were told. */
export class StatusPath {
  readonly #steps = new Map<string, Step>();

  /** Comes between clients and a host, and hears each answer to a mark or a clear. */
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
    };
  }

  /** How many steps differ from the chain of revisions: in their outcome, where they led, or whence they came. */
  async countDeviations(pool: Pool): Promise<number> {
    const { rows } = await pool.query<RevisionRow>(
      `select child_id::text as "childId", marked_by as "markedBy", outcome, status, previous_status as "previousStatus"
      from attendance.revisions where outcome <> 'superseded'`,
    );
    const stored = new Map(rows.map((row) => [keyOf(row), row]));
    const isStep = ({ outcome }: Step) => outcome !== 'superseded' && outcome !== 'unchanged';
    const told = [...this.#steps].filter(([, step]) => isStep(step));
    const different = told.filter(([key, step]) => !isSame(step, stored.get(key)));
    return different.length + rows.filter((row) => !this.#steps.has(keyOf(row))).length;
  }

  #hear(mark: Pick<LedgerEntry, 'childId' | 'markedBy'>, { outcome, status, previousStatus }: Step): void {
    this.#steps.set(keyOf(mark), { outcome, status, previousStatus });
  }
}

function isSame(step: Step, row: Step | undefined): boolean {
  return row?.outcome === step.outcome && row.status === step.status && row.previousStatus === step.previousStatus;
}

function keyOf({ childId, markedBy }: Pick<LedgerEntry, 'childId' | 'markedBy'>): string {
  return `${markedBy} ${childId}`;
}
