import type { DeadLetter, DeadReason } from '../../../src/index.js';
import { kindOf } from '../../../src/rules/index.js';
import { isoDate, milliseconds, toInstant } from '../sql/columns.js';
import { type Alias, join, raw, type Sql, sql } from '../sql/sql.js';

/** The columns of a delivery, each as text, so that no type parser of the host's pool changes it. */
export function deliveryColumns(alias: Alias): Sql {
  const texts = ['job_id', 'number', 'revision', 'school_id', 'guardian_id', 'attempt', 'changes'].map(raw);
  return join([
    ...texts.map((column) => sql`${alias}.${column}::text`),
    sql`${isoDate(sql`${alias}.date`)} as date`,
    sql`${alias}.reason`,
    sql`${milliseconds(sql`${alias}.settled_at`)} as settled_at`,
  ]);
}

/** The answer to `deliveryColumns`. */
export interface DeliveryRow {
  readonly job_id: string;
  readonly number: string;
  readonly revision: string;
  readonly school_id: string;
  readonly guardian_id: string;
  readonly attempt: string;
  readonly changes: string;
  readonly date: string;
}

/** The answer to `deliveryColumns` of a dead letter. */
export interface DeadLetterRow extends DeliveryRow {
  readonly reason: DeadReason;
  readonly settled_at: string;
}

/** The id of the notification that a delivery has. */
export function idOfDelivery({ job_id, number, revision }: DeliveryRow): string {
  return deliveryId({ jobId: job_id, number: Number(number), revision: Number(revision) });
}

/** The dead letter of a row. */
export function toDeadLetter(row: DeadLetterRow): DeadLetter {
  const changes = parseChanges(row.changes);
  return {
    id: idOfDelivery(row),
    schoolId: row.school_id,
    guardianId: row.guardian_id,
    childIds: [...new Set(changes.map(({ child_id }) => child_id))],
    date: row.date,
    session: changes[0]?.session ?? '',
    kind: kindOf(changes.map(({ status, previous_status }) => ({ status, previousStatus: previous_status }))),
    attempts: Number(row.attempt),
    reason: row.reason,
    diedAt: toInstant(row.settled_at),
  };
}

interface StoredChange {
  readonly child_id: string;
  readonly session: string;
  readonly status: string | null;
  readonly previous_status: string | null;
}

/** The frozen content, which only the claim writes. */
function parseChanges(changes: string): readonly StoredChange[] {
  return JSON.parse(changes);
}

/** Where a delivery stands, and which content of it is meant. */
export interface DeliveryKey {
  /** A uuid. */
  readonly jobId: string;
  readonly number: number;
  readonly revision: number;
}

const form = /^([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})-([1-9]\d{0,8})(?:\.([1-9]\d{0,8}))?$/;

/** A notification's id: the same for every attempt at one content, another one for another content. */
export function deliveryId({ jobId, number, revision }: DeliveryKey): string {
  return revision === 0 ? `${jobId}-${number}` : `${jobId}-${number}.${revision}`;
}

/** The key of an id; `undefined` for what is none. */
export function parseDeliveryId(id: string): DeliveryKey | undefined {
  const [, jobId, number, revision = '0'] = form.exec(id) ?? [];
  if (jobId === undefined || number === undefined) return undefined;
  return { jobId, number: Number(number), revision: Number(revision) };
}
