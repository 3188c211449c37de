import type { Claim, ClaimedDelivery, ClaimRequest, NotifiedChange } from '../../../src/index.js';
import { kindOf } from '../../../src/rules/index.js';
import type { Schema } from '../schema/schema.js';
import { toInstant } from '../sql/columns.js';
import { type Statement, statementOf } from '../sql/sql.js';
import type { ClaimShape } from './claim-candidates.js';
import { claimQuery } from './claim-query.js';
import { type DeadLetterRow, type DeliveryRow, idOfDelivery, toDeadLetter } from './delivery-columns.js';

/** The statement of a claim. */
export function claimStatement(schema: Schema, request: ClaimRequest): Statement {
  return statementOf(claimQuery(schema, { scope: scopeOf(request), suspects: request.suspects }), {
    ...request,
    now: request.now.toISOString(),
  });
}

function scopeOf({ jobId, after }: ClaimRequest): ClaimShape['scope'] {
  if (jobId !== undefined) return 'job';
  return after === null ? 'schools' : 'schools after';
}

/**
 * True if a claim that began after some school found nothing up to the last school. The schools before it have not been
 * looked at.
 */
export function isHalfARotation({ deliveries, dead, dropped, after }: Claim, request: ClaimRequest): boolean {
  return request.after !== null && after === null && deliveries.length + dead.length + dropped === 0;
}

/** One row of the statement's answer: of the rotation alone, or also of a delivery and one of its changes. */
export type ClaimRow =
  | (RotationRow & { readonly state: null | 'dropped' })
  | (RotationRow & { readonly state: 'dead' } & DeadLetterRow)
  | PendingRow;

interface RotationRow {
  readonly after: string | null;
  readonly is_cut: 'true' | 'false';
  readonly has_suspects: 'true' | 'false';
}

type PendingRow = RotationRow & { readonly state: 'pending' } & DeliveryRow & {
    readonly is_first: 'true' | 'false';
    readonly school_name: string;
    readonly timezone: string;
    readonly child_id: string;
    readonly session: string;
    /** `null` when the child, or its guardian, has left the roster since the content was frozen. */
    readonly guardian_name: string | null;
    readonly child_name: string | null;
    readonly locale: string | null;
    readonly contact: string | null;
    readonly status: string | null;
    readonly previous_status: string | null;
    readonly occurred_at: string;
    readonly marked_by: string;
  };

/** The claim of a statement's rows. */
export function toClaim(rows: readonly ClaimRow[], { leaseToken, after }: ClaimRequest): Claim {
  const [rotation] = rows;
  const isRotationOver = (rotation?.after ?? null) === null;
  const held = Map.groupBy(rows.filter(isTellable), idOfDelivery);
  return {
    deliveries: [...held.values()].flatMap((changes) => toDelivery(changes, leaseToken)),
    dead: rows.flatMap((row) => (row.state === 'dead' ? toDeadLetter(row) : [])),
    dropped: rows.filter(({ state }) => state === 'dropped').length,
    after: rotation?.after ?? null,
    // A rotation that began after some school has not come to those before it yet.
    hasMore: rotation?.is_cut === 'true' || !isRotationOver || (after !== null && rotation?.state !== null),
    hasSuspects: rotation?.has_suspects === 'true',
  };
}

type RowOnRoster = PendingRow & { readonly guardian_name: string; readonly child_name: string };

function isTellable(row: ClaimRow): row is RowOnRoster {
  return row.state === 'pending' && row.guardian_name !== null && row.child_name !== null;
}

function toDelivery(rows: readonly RowOnRoster[], token: string): ClaimedDelivery[] {
  const [row] = rows;
  if (!row) return [];
  const id = idOfDelivery(row);
  const changes = rows.map(toChange);
  return [
    {
      lease: { id, token },
      attempt: Number(row.attempt),
      isFirst: row.is_first === 'true',
      notification: {
        id,
        kind: kindOf(changes),
        school: { id: row.school_id, name: row.school_name, timezone: row.timezone },
        guardian: {
          id: row.guardian_id,
          name: row.guardian_name,
          locale: row.locale,
          contact: row.contact === null ? null : JSON.parse(row.contact),
        },
        date: row.date,
        session: row.session,
        changes,
      },
    },
  ];
}

function toChange(row: RowOnRoster): NotifiedChange {
  return {
    child: { id: row.child_id, name: row.child_name },
    session: row.session,
    status: row.status,
    ...(row.previous_status !== null && { previousStatus: row.previous_status }),
    occurredAt: toInstant(row.occurred_at),
    markedBy: row.marked_by,
  };
}
