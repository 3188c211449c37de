import type { Call, Reply } from './calls.ts';
import type { Happening } from './world.ts';

/** Everything stored, in any order. */
export interface Tables {
  readonly records: readonly object[];
  /** With their ids, which tell the order of one record's. */
  readonly revisions: readonly object[];
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

/** Rows in an order of their own. */
export function sortTables({ records, revisions, counts, jobs }: Tables): Tables {
  const sorted = (rows: readonly object[]) => rows.toSorted((a, b) => (canonical(a) < canonical(b) ? -1 : 1));
  return { records: sorted(records), revisions: sorted(revisions), counts: sorted(counts), jobs: sorted(jobs) };
}

function canonical(row: object): string {
  return JSON.stringify(Object.entries(row).toSorted(([a], [b]) => (a < b ? -1 : 1)));
}
