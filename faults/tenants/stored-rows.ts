import type { StoreProbe } from 'rollbook/testing';

/** A stored row as text, with its school. */
export interface StoredRow {
  readonly table: string;
  readonly schoolId: string;
  readonly text: string;
}

/** Reads everything that is stored of all schools. */
export async function readRows(probe: StoreProbe): Promise<StoredRow[]> {
  const tables = {
    records: await probe.records(),
    revisions: await probe.revisions(),
    dailyCounts: await probe.dailyCounts(),
    notificationJobs: await probe.notificationJobs(),
    deliveries: await probe.deliveries(),
  };
  return Object.entries(tables).flatMap(([table, rows]) =>
    rows.map((row) => ({ table, schoolId: row.schoolId, text: JSON.stringify(row) })),
  );
}
