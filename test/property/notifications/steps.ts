/** One step of a morning, in numbers that mean something whatever came before, so that fast-check can leave steps out. */
export type Step =
  | ({ readonly do: 'mark'; readonly status: Status } & ChildPick & When)
  | ({ readonly do: 'clear' } & ChildPick & When)
  | ({ readonly do: 'mark all'; readonly school: number; readonly statuses: readonly Status[] } & When)
  /** The day before: nobody is told. */
  | ({ readonly do: 'mark yesterday'; readonly status: Status } & ChildPick)
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

/** How a notifier treats what it is given: `flaky` and `deceptive` fail some, the latter after having sent them. */
export type Mood = 'healthy' | 'flaky' | 'deceptive' | 'down' | 'refusing' | 'patient';

/** What a worker makes of what it holds longest. `vanishes` settles nothing, having sent it or not. */
export type Ending = 'delivered' | 'failed' | 'refused' | 'released' | 'vanishes' | 'vanishes after sending';

/** How everybody tells guardians in one morning. */
export interface Settings {
  readonly settleMs: number;
  readonly silent: readonly Status[];
  readonly maxAttempts: number;
  readonly concurrency: number;
  /** Who tells what is left in the end. */
  readonly endsBy: 'worker' | 'queue';
  /** Mixes the ids of jobs, whose order must not matter. */
  readonly salt: number;
}

export const leaseMs = 30_000;
