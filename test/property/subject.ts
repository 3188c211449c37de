import type { Call, Reply } from './calls.ts';
import type { Happening } from './world.ts';

/** Everything stored, in any order, except that each child's revisions stand in the order in which they were stored. */
export interface Tables {
  readonly records: readonly object[];
  readonly revisions: readonly { readonly childId: string }[];
  /** Without those that are 0. */
  readonly counts: readonly object[];
  readonly jobs: readonly object[];
}

/** What commands are tried on: the library with one of its repositories, or the model. */
export interface Subject {
  call(call: Call): Promise<Reply>;
  /** Makes the calls in one transaction of the host's. */
  transaction(calls: readonly Call[], end: 'commit' | 'rollback', client: HostClient): Promise<readonly Reply[]>;
  happen(happening: Happening): Promise<void>;
  tables(): Promise<Tables>;
}

/** What the host has its transaction from, where the repository takes both. */
export type HostClient = 'kysely' | 'pg';
