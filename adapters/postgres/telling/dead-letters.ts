import type { DeadLettersRequest } from '../../../src/index.js';
import type { Schema } from '../schema/schema.js';
import { lockWaitIsWithin, lockWaitValue } from '../sql/lock-wait.js';
import { type Statement, sql, statementOf } from '../sql/sql.js';
import { type DeliveryKey, deliveryColumns } from './delivery-columns.js';
import { isKnownDelivery } from './thread.js';

/** Dead letters, the one that died last first. */
export function deadLettersStatement(schema: Schema, { schoolId, reason, limit }: DeadLettersRequest): Statement {
  const text = sql`select ${deliveryColumns('d')} from ${schema.deliveries} d
  where d.state = 'dead' and d.school_id = coalesce(:schoolId::${schema.idType}, d.school_id)
    and d.reason = coalesce(:reason::text, d.reason) and ${isKnownDelivery('d')}
  order by d.settled_at desc, d.job_id, d.number limit :limit::int`;
  return statementOf(text, { limit, schoolId: schoolId ?? null, reason: reason ?? null });
}

/**
 * Makes a dead letter due again. Answers with a row if there is such a dead letter, or if a lost try has made it due.
 * That try is known by its `run_at`.
 */
export function retryDeadLetterStatement(
  { deliveries }: Schema,
  { jobId, number, revision }: DeliveryKey,
  {
    now,
    mayBeDone,
    lockWaitMs,
  }: { readonly now: Date; readonly mayBeDone: boolean; readonly lockWaitMs: number | undefined },
): Statement {
  const text = sql`with retried as (
    update ${deliveries} d set state = 'pending', reason = null, attempt = 0, settled_at = null, run_at = :now::timestamptz
    where d.state = 'dead' and d.job_id = :jobId::uuid and d.number = :number::int and d.revision = :revision::int
      and ${isKnownDelivery('d')} and ${lockWaitIsWithin(lockWaitMs)}
    returning 1
  )
  select 1 from retried union all
  select 1 from ${deliveries} d where :mayBeDone::boolean and d.run_at = :now::timestamptz
    and d.state <> 'dead' and d.job_id = :jobId::uuid and d.number = :number::int and d.revision >= :revision::int`;
  return statementOf(text, {
    now: now.toISOString(),
    jobId,
    number,
    revision,
    mayBeDone,
    ...lockWaitValue(lockWaitMs),
  });
}
