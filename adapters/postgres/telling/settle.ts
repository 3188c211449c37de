import type { Lease, Settlement } from '../../../src/index.js';
import { lockWaitIsWithin } from '../connection/lock-wait.js';
import type { Statement } from '../connection/statement.js';
import type { Schema } from '../schema/schema.js';
import { deliveryId, parseDeliveryId } from './delivery-id.js';

/** A delivery that was still held. */
export interface HeldRow {
  readonly job_id: string;
  readonly number: string;
  readonly revision: string;
}

/** The id of a delivery that was still held. */
export function idOfHeld({ job_id, number, revision }: HeldRow): string {
  return deliveryId({ jobId: job_id, number: Number(number), revision: Number(revision) });
}

const leaseColumns = 'job_id, number, revision, token';
const leaseArrays = 'unnest($2::uuid[], $3::int[], $4::int[], $5::uuid[]';

/** When, and how long it may wait for a lock, in milliseconds. */
interface SettleOptions {
  readonly now: Date;
  readonly lockWaitMs: number | undefined;
}

/** Locked in one order, so that a renewal and a settlement of the same deliveries wait for each other. */
function held({ deliveries }: Schema, columns: string, lockWaitMs: number | undefined): string {
  return `held as materialized (
  select d.school_id, d.job_id, d.number, d.revision${columns} from given g join ${deliveries} d on d.job_id = g.job_id
    and d.number = g.number and d.revision = g.revision and d.lease_token = g.token and d.state = 'pending'
  where ${lockWaitIsWithin(lockWaitMs)}
  order by d.job_id, d.number for update of d
)`;
}

const isHeld = 'd.school_id = h.school_id and d.job_id = h.job_id and d.number = h.number';
const returning = 'returning d.job_id::text, d.number::text, h.revision::text';

/** Stores what became of deliveries, of those that are still held. See `settleDelivery` in the domain. */
export function settleStatement(
  schema: Schema,
  given: readonly Settlement[],
  { now, lockWaitMs }: SettleOptions,
): Statement {
  // An id that is none belongs to nobody, and must not shift what came of the others.
  const settlements = given.filter(({ lease }) => parseDeliveryId(lease.id) !== undefined);
  const text = `with given as (
  select * from ${leaseArrays}, $6::text[], $7::timestamptz[], $8::text[], $9::boolean[])
    as g(${leaseColumns}, outcome, run_at, reason, is_unsent)
),
${held(schema, ', g.outcome, g.run_at as next_run_at, g.reason as given_reason, g.is_unsent', lockWaitMs)}
update ${schema.deliveries} d set
  state = case h.outcome when 'delivered' then 'delivered' when 'skipped' then 'dropped' when 'dead' then 'dead' else d.state end,
  reason = h.given_reason,
  attempt = d.attempt - (h.outcome = 'released')::int,
  run_at = coalesce(h.next_run_at, d.run_at),
  told_order = case when not h.is_unsent then d.told_order end,
  changes = case when not h.is_unsent then d.changes end,
  content_version = case when not h.is_unsent then d.content_version end,
  settled_at = case when h.outcome in ('delivered', 'skipped', 'dead') then $1::timestamptz end,
  lease_token = null, lease_until = null
from held h where ${isHeld} ${returning}`;
  return {
    text,
    values: [
      now.toISOString(),
      ...leaseValues(settlements.map(({ lease }) => lease)),
      settlements.map(({ outcome }) => outcome),
      settlements.map((settlement) => nextRunAt(settlement, now)),
      settlements.map((settlement) => (settlement.outcome === 'dead' ? settlement.reason : null)),
      settlements.map((settlement) => 'isUnsent' in settlement && settlement.isUnsent),
    ],
  };
}

/** Prolongs leases, of those that are still held. */
export function renewStatement(
  schema: Schema,
  leases: readonly Lease[],
  { now, lockWaitMs, leaseMs }: SettleOptions & { readonly leaseMs: number },
): Statement {
  const text = `with given as (select * from ${leaseArrays}) as g(${leaseColumns})),
${held(schema, '', lockWaitMs)}
update ${schema.deliveries} d set lease_until = $1::timestamptz from held h where ${isHeld} ${returning}`;
  return { text, values: [new Date(now.getTime() + leaseMs).toISOString(), ...leaseValues(leases)] };
}

/** An id that is none belongs to nobody. */
function leaseValues(leases: readonly Lease[]): unknown[] {
  const keys = leases.flatMap(({ id, token }) => {
    const key = parseDeliveryId(id);
    return key ? { ...key, token } : [];
  });
  return [
    keys.map(({ jobId }) => jobId),
    keys.map(({ number }) => number),
    keys.map(({ revision }) => revision),
    keys.map(({ token }) => token),
  ];
}

function nextRunAt(settlement: Settlement, now: Date): string | null {
  if (settlement.outcome === 'failed') return settlement.runAt.toISOString();
  return settlement.outcome === 'released' ? now.toISOString() : null;
}
