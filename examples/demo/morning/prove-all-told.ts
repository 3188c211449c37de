import type { Pool } from 'pg';
import { counted } from '../format.ts';
import type { Proof } from '../proof.ts';
import { MORNING } from './narrator.ts';
import type { SentMessage } from './provider.ts';

interface KnownRow {
  readonly guardianId: string;
  readonly childId: string;
  readonly guardian: string;
  readonly child: string;
  /** The status that is recorded. */
  readonly status: string | null;
}

/** Compares what each guardian was last told of each child, by what was really sent, with the records. */
export async function proveAllTold(pool: Pool, sent: readonly SentMessage[]): Promise<Proof> {
  const { rows } = await pool.query<KnownRow>(records, [MORNING]);
  const told = lastTold(sent);
  const claim =
    `what guardians were last told of a child equals the record, in ${counted(told.size, 'case')}; ` +
    `in ${counted(rows.length - told.size, 'other')} nothing was told, of a child that is present or unmarked`;
  return { claim, differences: rows.flatMap((row) => differenceOf(row, told) ?? []) };
}

function differenceOf(row: KnownRow, told: ReadonlyMap<string, string | null>): string | undefined {
  const status = told.get(keyOf(row.guardianId, row.childId));
  if (isRight(row, status)) return undefined;
  const what = status === undefined ? 'nothing' : wordOf(status);
  return `${row.guardian} was told ${what} of ${row.child}, recorded is ${wordOf(row.status)}`;
}

/** @returns  By guardian and child, the status that was told last, `null` for none. */
function lastTold(sent: readonly SentMessage[]): ReadonlyMap<string, string | null> {
  return new Map(
    sent.flatMap(({ notification: { guardian, changes } }) =>
      changes.map(({ child, status }) => [keyOf(guardian.id, child.id), status] as const),
    ),
  );
}

/** Without news the child must be as everybody expects. */
function isRight({ status }: KnownRow, told: string | null | undefined): boolean {
  return told === undefined ? status === null || status === 'present' : told === status;
}

function keyOf(guardianId: string, childId: string): string {
  return `${guardianId} ${childId}`;
}

function wordOf(status: string | null): string {
  return status ?? 'unmarked';
}

const records = `
  select g.id as "guardianId", g.child_id as "childId", g.name as guardian, c.name as child, r.status
  from attendance.guardians g
  join attendance.children c on c.school_id = g.school_id and c.id = g.child_id
  left join attendance.records r on r.school_id = g.school_id and r.child_id = g.child_id and r.date = $1
  order by g.name, c.name`;
