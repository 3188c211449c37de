import type { Attendance } from 'rollbook';

/** Watches the outcomes of bulks that are only for children without a status, and counts the wrong ones. */
export class OnlyUnmarked {
  /** Children who kept the status that they had. */
  kept = 0;
  /** Children without a status, who were marked. */
  marked = 0;
  /** Children with a status that was not kept, and children without one for whom `kept` was the outcome. */
  wrong = 0;

  /** Wraps a host, between the host and its clients. */
  around(attendance: Attendance): Attendance {
    return {
      ...attendance,
      markBulkAttendance: async (command, options) => {
        const result = await attendance.markBulkAttendance(command, options);
        if (command.onlyUnmarked) for (const outcome of result.outcomes) this.#hear(outcome);
        return result;
      },
    };
  }

  #hear({ outcome, previousStatus }: { readonly outcome: string; readonly previousStatus?: string | null }): void {
    const isKept = outcome === 'kept';
    if (isKept) this.kept += 1;
    if (outcome === 'recorded') this.marked += 1;
    if (isKept !== (typeof previousStatus === 'string')) this.wrong += 1;
  }
}
