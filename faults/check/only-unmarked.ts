import type { Attendance } from 'rollbook';

/** Hears what came of bulks that are only for children without a status, and counts where they were for others too. */
export class OnlyUnmarked {
  /** Children who kept the status that they had. */
  kept = 0;
  /** Children without one, who were marked. */
  marked = 0;
  /** Children who had a status and did not keep it, or who were to keep one that they did not have. */
  wrong = 0;

  /** Comes between clients and a host. */
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
