import type { HostClient } from './subject.ts';

/**
 * One step of a sequence, in numbers that mean something only once it is its turn: how long ago, which earlier command.
 * So fast-check can leave steps out, and the rest still makes sense.
 */
export type Step =
  | CallStep
  | { readonly do: 'wait'; readonly milliseconds: number }
  | { readonly do: 'wait for midnight'; readonly school: number; readonly late: number }
  | {
      readonly do: 'transaction';
      readonly steps: readonly CallStep[];
      readonly end: 'commit' | 'rollback';
      readonly client: HostClient;
    }
  /** From its own school, or from `school`; without a day off the roster altogether. */
  | {
      readonly do: 'child leaves';
      readonly child: ChildPick;
      readonly school: number | null;
      readonly day: number | null;
    }
  | {
      readonly do: 'child moves';
      readonly child: ChildPick;
      readonly school: number | null;
      readonly to: number;
      readonly day: number;
    }
  | {
      readonly do: 'child changes class';
      readonly child: ChildPick;
      readonly school: number | null;
      readonly classId: string | null;
      readonly day: number;
    }
  | { readonly do: 'school moves'; readonly school: number; readonly zone: number }
  | ({ readonly do: 'count drifts'; readonly by: number; readonly status: number } & DayPick);

/** A step that is one call of the public API. */
export type CallStep =
  | ({ readonly do: 'mark'; readonly child: ChildPick; readonly tenant: Tenant; readonly status: number } & Saying)
  | ({ readonly do: 'clear'; readonly child: ChildPick; readonly tenant: Tenant } & Saying)
  | ({ readonly do: 'mark all'; readonly status: number } & BulkPick & Saying)
  | ({ readonly do: 'mark each'; readonly each: readonly OneOfBulk[] } & BulkPick & Saying)
  | { readonly do: 'retry'; readonly which: number }
  | ({ readonly do: 'register'; readonly classId: string | null } & DayPick)
  | ({ readonly do: 'summary'; readonly classId: string | null } & DayPick)
  | { readonly do: 'history'; readonly child: ChildPick; readonly school: number | null; readonly from: number | null }
  | { readonly do: 'reconcile'; readonly school: number | null; readonly day: number }
  | { readonly do: 'erase'; readonly child: ChildPick; readonly school: number | null };

export interface ChildPick {
  /** `zones.length` is a school that doesn't exist. */
  readonly school: number;
  /** `childrenOfSchool` is a child that doesn't exist. */
  readonly child: number;
  readonly inCapitals: boolean;
}

/** Which school a single mark names. */
export type Tenant = 'its own' | 'none' | 'another' | 'unknown';

export interface DayPick {
  readonly school: number;
  /** Days from now; `null` names none. */
  readonly day: number | null;
  readonly session: 'am' | 'pm' | null;
}

/** When a mark says that it happened: nothing, so long ago, or at the same instant as an earlier one. */
export type When =
  | { readonly kind: 'unsaid' }
  | { readonly kind: 'ago'; readonly milliseconds: number; readonly asText: boolean }
  | { readonly kind: 'as'; readonly which: number };

/** The details of a mark. `undefined` leaves them out. */
export interface Saying {
  readonly when: When;
  readonly day: number | null;
  readonly session: 'am' | 'pm' | null;
  readonly reason: string | null | undefined;
  readonly note: string | null | undefined;
  readonly by: string;
}

/** The children of a bulk: the school's, by their numbers, some perhaps twice, and perhaps one more from anywhere. */
export interface BulkPick {
  readonly school: number;
  readonly children: readonly number[];
  readonly stray: ChildPick | null;
  readonly onlyUnmarked: boolean;
  readonly allOrNothing: boolean;
  readonly returning: 'records' | 'outcomes' | null;
}

/** What a bulk says of one child; `isTerse` leaves everything but the status to the bulk. */
export interface OneOfBulk extends Saying {
  readonly status: number;
  readonly isTerse: boolean;
  readonly inCapitals: boolean;
}
