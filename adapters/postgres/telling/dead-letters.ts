import type { NotificationOutbox } from '../../../src/index.js';
import { lockWaitIsWithin } from '../connection/lock-wait.js';
import type { Statement } from '../connection/statement.js';
import type { Schema } from '../schema/schema.js';
import { deliveryColumns } from './delivery-columns.js';
import type { DeliveryKey } from './delivery-id.js';
import { isKnownDelivery } from './thread.js';

/** Dead letters, the one that died last first. */
export function deadLettersStatement(
  schema: Schema,
  { schoolId, reason, limit }: Parameters<NotificationOutbox['deadLetters']>[0],
): Statement {
  const text = `select ${deliveryColumns('d')} from ${schema.deliveries} d
  where d.state = 'dead' and d.school_id = coalesce($2::${schema.idType}, d.school_id)
    and d.reason = coalesce($3::text, d.reason) and ${isKnownDelivery('d')}
  order by d.settled_at desc, d.job_id, d.number limit $1::int`;
  return { text, values: [limit, schoolId ?? null, reason ?? null] };
}

/** Makes a dead letter due again. A row if there is such a one, or a lost try has done so: `run_at` is its own. */
export function retryDeadLetterStatement(
  { deliveries }: Schema,
  { jobId, number, revision }: DeliveryKey,
  {
    now,
    mayBeDone,
    lockWaitMs,
  }: { readonly now: Date; readonly mayBeDone: boolean; readonly lockWaitMs: number | undefined },
): Statement {
  const text = `with retried as (
    update ${deliveries} d set state = 'pending', reason = null, attempt = 0, settled_at = null, run_at = $1::timestamptz
    where d.state = 'dead' and d.job_id = $2::uuid and d.number = $3::int and d.revision = $4::int
      and ${isKnownDelivery('d')} and ${lockWaitIsWithin(lockWaitMs)}
    returning 1
  )
  select 1 from retried union all
  select 1 from ${deliveries} d where $5::boolean and d.run_at = $1::timestamptz
    and d.state <> 'dead' and d.job_id = $2::uuid and d.number = $3::int and d.revision >= $4::int`;
  return { text, values: [now.toISOString(), jobId, number, revision, mayBeDone] };
}
