/**
 * One step of a morning, in numbers that mean something whatever came before, so that fast-check can leave steps out.
 */
export type Step =
  | ({ readonly do: 'mark'; readonly status: Status } & ChildPick & When)
  | ({ readonly do: 'clear' } & ChildPick & When)
  | ({ readonly do: 'mark all'; readonly school: number; readonly statuses: readonly Status[] } & When)
  /** All children of a school in both sessions: the first half of the statuses is of the morning. */
  | { readonly do: 'mark both sessions'; readonly school: number; readonly statuses: readonly Status[] }
  /** Days ago: only who was told something else is told. `null` clears. */
  | ({
      readonly do: 'mark earlier';
      readonly daysAgo: number;
      readonly session: 'am' | 'pm';
      readonly status: Status | null;
    } & ChildPick)
  | { readonly do: 'wait'; readonly milliseconds: number }
  | { readonly do: 'notifier turns'; readonly mood: Mood }
  | { readonly do: 'link comes or goes'; readonly link: number }
  | { readonly do: 'drain'; readonly by: number }
  | { readonly do: 'drain at once by two' }
  | { readonly do: 'hand over and process'; readonly isForgetful: boolean }
  | { readonly do: 'fan out'; readonly maxChildren: number }
  | { readonly do: 'claim'; readonly by: number; readonly maxDeliveries: number; readonly suspects: boolean }
  | { readonly do: 'end'; readonly by: number; readonly how: Ending }
  | { readonly do: 'renew'; readonly by: number }
  | { readonly do: 'retry dead letters'; readonly most: number }
  | { readonly do: 'purge' }
  | ({ readonly do: 'erase' } & ChildPick);

export type Status = 'present' | 'absent' | 'late';

export interface ChildPick {
  readonly school: number;
  readonly child: number;
}

/** How long ago it happened, `null` leaving that out, and in which session. */
export interface When {
  readonly ago: number | null;
  readonly session: 'am' | 'pm';
}

/**
 * The ways in which a notifier treats messages: `flaky` and `deceptive` fail some, the latter after having sent them,
 * and `choosy` leaves some out.
 */
export type Mood = 'healthy' | 'flaky' | 'deceptive' | 'down' | 'refusing' | 'patient' | 'choosy';

/** What a worker makes of what it holds longest. `vanishes` settles nothing, having sent it or not. */
export type Ending =
  | 'delivered'
  | 'failed'
  | 'refused'
  | 'released'
  | 'skipped'
  | 'vanishes'
  | 'vanishes after sending';

/** How everybody tells guardians in one morning. */
export interface Settings {
  readonly settleMs: number;
  readonly silent: readonly Status[];
  readonly maxAttempts: number;
  /** Days back whose changes correct what was told. */
  readonly correctDays: number;
  readonly concurrency: number;
  /** Who tells what is left in the end. */
  readonly endsBy: 'worker' | 'queue';
  /** Mixes the ids of jobs, whose order must not matter. */
  readonly salt: number;
}

export const leaseMs = 30_000;
