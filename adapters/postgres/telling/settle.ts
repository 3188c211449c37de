import type { Lease, Settlement } from '../../../src/index.js';
import type { Schema } from '../schema/schema.js';
import { lockWaitIsWithin, lockWaitValue } from '../sql/lock-wait.js';
import { nothing, type Sql, type Statement, sql, statementOf, type Values } from '../sql/sql.js';
import { deliveryId, parseDeliveryId } from './delivery-columns.js';

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

const leaseColumns = sql`job_id, number, revision, token`;
const leaseArrays = sql`:jobIds::uuid[], :numbers::int[], :revisions::int[], :tokens::uuid[]`;

/** Says when, and how long the statement may wait for a lock, in milliseconds. */
interface SettleOptions {
  readonly now: Date;
  readonly lockWaitMs: number | undefined;
}

/** Locks the deliveries in one order, so that a renewal and a settlement of the same deliveries wait for each other. */
function held({ deliveries }: Schema, columns: Sql, lockWaitMs: number | undefined): Sql {
  return sql`held as materialized (
  select d.school_id, d.job_id, d.number, d.revision${columns} from given g join ${deliveries} d on d.job_id = g.job_id
    and d.number = g.number and d.revision = g.revision and d.lease_token = g.token and d.state = 'pending'
  where ${lockWaitIsWithin(lockWaitMs)}
  order by d.job_id, d.number for update of d
)`;
}

const isHeld = sql`d.school_id = h.school_id and d.job_id = h.job_id and d.number = h.number`;
const returning = sql`returning d.job_id::text, d.number::text, h.revision::text`;

/** Stores the outcome of deliveries, of those that are still held. See `settleDelivery` in the domain. */
export function settleStatement(
  schema: Schema,
  given: readonly Settlement[],
  { now, lockWaitMs }: SettleOptions,
): Statement {
  // An id that is none belongs to nobody, and must not shift what came of the others.
  const settlements = given.filter(({ lease }) => parseDeliveryId(lease.id) !== undefined);
  const text = sql`with given as (
  select * from unnest(${leaseArrays}, :outcomes::text[], :runAt::timestamptz[], :reasons::text[], :isUnsent::boolean[])
    as g(${leaseColumns}, outcome, run_at, reason, is_unsent)
),
${held(schema, sql`, g.outcome, g.run_at as next_run_at, g.reason as given_reason, g.is_unsent`, lockWaitMs)}
update ${schema.deliveries} d set
  state = case h.outcome when 'delivered' then 'delivered' when 'skipped' then 'dropped' when 'dead' then 'dead' else d.state end,
  reason = h.given_reason,
  attempt = d.attempt - (h.outcome = 'released')::int,
  run_at = coalesce(h.next_run_at, d.run_at),
  told_order = case when not h.is_unsent then d.told_order end,
  changes = case when not h.is_unsent then d.changes end,
  content_version = case when not h.is_unsent then d.content_version end,
  settled_at = case when h.outcome in ('delivered', 'skipped', 'dead') then :now::timestamptz end,
  lease_token = null, lease_until = null
from held h where ${isHeld} ${returning}`;
  return statementOf(text, {
    now: now.toISOString(),
    ...lockWaitValue(lockWaitMs),
    ...leaseValues(settlements.map(({ lease }) => lease)),
    outcomes: settlements.map(({ outcome }) => outcome),
    runAt: settlements.map((settlement) => nextRunAt(settlement, now)),
    reasons: settlements.map((settlement) => (settlement.outcome === 'dead' ? settlement.reason : null)),
    isUnsent: settlements.map((settlement) => 'isUnsent' in settlement && settlement.isUnsent),
  });
}

/** Prolongs leases, of those that are still held. */
export function renewStatement(
  schema: Schema,
  leases: readonly Lease[],
  { now, lockWaitMs, leaseMs }: SettleOptions & { readonly leaseMs: number },
): Statement {
  const text = sql`with given as (select * from unnest(${leaseArrays}) as g(${leaseColumns})),
${held(schema, nothing, lockWaitMs)}
update ${schema.deliveries} d set lease_until = :leaseUntil::timestamptz from held h where ${isHeld} ${returning}`;
  return statementOf(text, {
    leaseUntil: new Date(now.getTime() + leaseMs).toISOString(),
    ...lockWaitValue(lockWaitMs),
    ...leaseValues(leases),
  });
}

/** An id that is none belongs to nobody. */
function leaseValues(leases: readonly Lease[]): Values {
  const keys = leases.flatMap(({ id, token }) => {
    const key = parseDeliveryId(id);
    return key ? { ...key, token } : [];
  });
  return {
    jobIds: keys.map(({ jobId }) => jobId),
    numbers: keys.map(({ number }) => number),
    revisions: keys.map(({ revision }) => revision),
    tokens: keys.map(({ token }) => token),
  };
}

function nextRunAt(settlement: Settlement, now: Date): string | null {
  if (settlement.outcome === 'failed') return settlement.runAt.toISOString();
  return settlement.outcome === 'released' ? now.toISOString() : null;
}
