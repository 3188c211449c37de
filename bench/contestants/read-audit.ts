import type { Pool } from 'pg';
import type { SchoolAudit } from './contestant.ts';

/** Runs a query of one row with the columns of {@link SchoolAudit}, which Postgres sends as text. */
export async function readAudit(pool: Pool, text: string, values: readonly string[]): Promise<SchoolAudit> {
  const { rows } = await pool.query<Record<keyof SchoolAudit, string>>(text, [...values]);
  const [row] = rows;
  if (!row) throw new Error('expected one row');
  return {
    records: Number(row.records),
    children: Number(row.children),
    present: Number(row.present),
    counted: Number(row.counted),
  };
}
