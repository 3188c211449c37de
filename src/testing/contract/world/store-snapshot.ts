import type { AttendanceRecord, Revision } from '../../../domain/record.js';
import type { Child } from '../../../domain/roster.js';
import { expectEqual } from '../../kit/expectations.js';
import type { StoredDailyCount, StoredDelivery, StoredNotificationJob, StoreProbe } from '../../kit/store-probe.js';
import { today } from './contract-roster.js';

/** Everything stored at one moment, in an order of its own, without counters that are 0. */
export interface StoreSnapshot {
  readonly records: readonly AttendanceRecord[];
  /** As the probe tells them. */
  readonly revisions: readonly Revision[];
  readonly dailyCounts: readonly StoredDailyCount[];
  readonly notificationJobs: readonly Omit<StoredNotificationJob, 'row'>[];
  readonly deliveries: readonly Omit<StoredDelivery, 'row'>[];
}

/** The rows that a call left in the store besides the record: the columns of the table of outcomes. */
export interface Effects {
  /** The outcomes of the revisions logged. */
  readonly revisions: readonly string[];
  /** By how much counters moved, by status. */
  readonly counts: Readonly<Record<string, number>>;
  /** The number of jobs that were written. */
  readonly jobs: number;
}

/** The effects of a call without any. */
export const noEffects: Effects = { revisions: [], counts: {}, jobs: 0 };

/** Reads everything. */
export async function readStore(probe: StoreProbe): Promise<StoreSnapshot> {
  const [records, revisions, dailyCounts, notificationJobs, deliveries] = await Promise.all([
    probe.records(),
    probe.revisions(),
    probe.dailyCounts(),
    probe.notificationJobs(),
    probe.deliveries(),
  ]);
  return {
    records: sortBy(records, keyOfRecord),
    revisions,
    dailyCounts: sortBy(
      dailyCounts.filter(({ count }) => count !== 0),
      keyOfCount,
    ),
    notificationJobs: sortBy(notificationJobs, ({ id }) => id).map(({ row: _, ...job }) => ({
      ...job,
      changes: sortBy(job.changes, keyOfChange),
    })),
    deliveries: sortBy(deliveries, ({ id }) => id).map(({ row: _, ...delivery }) => delivery),
  };
}

/** Runs a call on one record, checks that the store has what it answered, and answers what else it left. */
export async function effectsOf<Result extends { readonly record: AttendanceRecord }>(
  probe: StoreProbe,
  call: () => Promise<Result>,
): Promise<{ readonly result: Result; readonly effects: Effects }> {
  const before = await readStore(probe);
  const result = await call();
  const after = await readStore(probe);
  const stored = after.records.find((record) => keyOfRecord(record) === keyOfRecord(result.record));
  expectEqual('the stored record', stored, result.record);
  return {
    result,
    effects: {
      revisions: newRevisions(before.revisions, after.revisions).map(({ outcome }) => outcome),
      counts: countsMoved(before.dailyCounts, after.dailyCounts),
      jobs: after.notificationJobs.length - before.notificationJobs.length,
    },
  };
}

/** Expects that a call leaves the store as it was, to the last field. */
export async function expectNoTrace(what: string, probe: StoreProbe, call: () => Promise<unknown>): Promise<void> {
  const before = await readStore(probe);
  await call();
  expectEqual(`what ${what} leaves in the store`, await readStore(probe), before);
}

/** Expects that nothing was ever stored. */
export async function expectEmptyStore(probe: StoreProbe): Promise<void> {
  const empty: StoreSnapshot = { records: [], revisions: [], dailyCounts: [], notificationJobs: [], deliveries: [] };
  expectEqual('the store', await readStore(probe), empty);
}

/** Expects that every counter equals the number of records with its status. */
export async function expectCountsEqualRecords(probe: StoreProbe): Promise<void> {
  const { records, dailyCounts } = await readStore(probe);
  const marked = records.flatMap(({ schoolId, date, session, status }) =>
    status === null ? [] : [{ schoolId, date, session, status }],
  );
  const groups = [...Map.groupBy(marked, keyOfCount).values()];
  const recount = groups.flatMap((group) => group.slice(0, 1).map((key) => ({ ...key, count: group.length })));
  expectEqual('the counts', dailyCounts, sortBy(recount, keyOfCount));
}

/** The stored record of a child, at whatever school, today in the morning unless said otherwise. */
export async function findRecord(
  probe: StoreProbe,
  { id }: Child,
  { date = today, session = 'am' }: { readonly date?: string; readonly session?: string } = {},
): Promise<AttendanceRecord | undefined> {
  const records = await probe.records();
  return records.find((record) => record.childId === id && record.date === date && record.session === session);
}

/** Revisions of one record by their ids, which are whole numbers: the one stored first first. */
export function byRevisionId(revisions: readonly Revision[]): Revision[] {
  return revisions.toSorted((a, b) => Number(BigInt(a.id) - BigInt(b.id)));
}

/** Sorts by a text that each item has. */
export function sortBy<Item>(items: readonly Item[], keyOf: (item: Item) => string): Item[] {
  return items.toSorted((a, b) => (keyOf(a) < keyOf(b) ? -1 : 1));
}

function countsMoved(before: readonly StoredDailyCount[], after: readonly StoredDailyCount[]): Record<string, number> {
  const moved = new Map<string, number>();
  const add = (status: string, by: number) => moved.set(status, (moved.get(status) ?? 0) + by);
  for (const { status, count } of before) add(status, -count);
  for (const { status, count } of after) add(status, count);
  return Object.fromEntries([...moved].filter(([, by]) => by !== 0));
}

function newRevisions(before: readonly Revision[], after: readonly Revision[]): Revision[] {
  const known = new Set(before.map(keyOfRevision));
  return after.filter((revision) => !known.has(keyOfRevision(revision)));
}

/** Ids are greater the later, of one record; two records may have revisions of the same id. */
function keyOfRevision(revision: Revision): string {
  return `${keyOfRecord(revision)} ${revision.id}`;
}

function keyOfRecord(record: Pick<AttendanceRecord, 'schoolId' | 'childId' | 'date' | 'session'>): string {
  return `${record.schoolId} ${keyOfChange(record)}`;
}

function keyOfChange({ childId, date, session }: Pick<AttendanceRecord, 'childId' | 'date' | 'session'>): string {
  return `${childId} ${date} ${session}`;
}

function keyOfCount({ schoolId, date, session, status }: Omit<StoredDailyCount, 'count'>): string {
  return `${schoolId} ${date} ${session} ${status}`;
}
