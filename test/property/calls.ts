/** What a command may say of a mark, written down apart from the library's own types: the model shall not lean on them. */
export interface Details {
  readonly occurredAt?: Date | string;
  readonly date?: string;
  readonly session?: Session;
  readonly reason?: string | null;
  readonly note?: string | null;
}

export type Session = 'am' | 'pm';
export type Status = 'present' | 'late' | 'sick' | 'excused' | 'absent';

export interface MarkInput extends Details {
  readonly schoolId?: string;
  readonly childId: string;
  readonly status: Status;
  readonly markedBy: string;
}

export interface ChildInput extends Details {
  readonly childId: string;
  readonly status: Status;
  readonly markedBy?: string;
}

interface BulkBase extends Details {
  readonly schoolId: string;
  readonly markedBy: string;
  readonly onlyUnmarked?: boolean;
  readonly allOrNothing?: boolean;
  readonly returning?: 'records' | 'outcomes';
}

export type BulkInput = BulkBase &
  ({ readonly childIds: readonly string[]; readonly status: Status } | { readonly marks: readonly ChildInput[] });

export interface ClearInput extends Omit<Details, 'note'> {
  readonly schoolId?: string;
  readonly childId: string;
  readonly markedBy: string;
}

export interface DayInput {
  readonly schoolId: string;
  readonly date?: string;
  readonly session?: Session;
  readonly classId?: string;
}

export interface HistoryInput {
  readonly schoolId: string;
  readonly childId: string;
  readonly from?: string;
  readonly to?: string;
}

export interface ReconcileInput {
  readonly schoolId?: string;
  readonly date: string;
}

export interface EraseInput {
  readonly schoolId: string;
  readonly childId: string;
}

/** One call of the public API. */
export type Call =
  | { readonly method: 'markAttendance'; readonly input: MarkInput }
  | { readonly method: 'markBulkAttendance'; readonly input: BulkInput }
  | { readonly method: 'clearAttendance'; readonly input: ClearInput }
  | { readonly method: 'getRegister'; readonly input: DayInput }
  | { readonly method: 'getDailySummary'; readonly input: DayInput }
  | { readonly method: 'getHistory'; readonly input: HistoryInput }
  | { readonly method: 'reconcileDailyCounts'; readonly input: ReconcileInput }
  | { readonly method: 'eraseChild'; readonly input: EraseInput };

/** What a call came to: its value, or the error's code with what a rejected bulk tells. */
export type Reply =
  | { readonly value: unknown }
  | { readonly code: string; readonly outcomes?: unknown; readonly tally?: unknown };
