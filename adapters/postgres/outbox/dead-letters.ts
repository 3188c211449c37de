import type { Statement } from '../connection/statement.js';
import type { Schema } from '../schema.js';
import { deliveryColumns } from './delivery-columns.js';
import type { DeliveryKey } from './delivery-id.js';

/** Dead letters, the one that died last first. */
export function deadLettersStatement(
  schema: Schema,
  { schoolId, limit }: { readonly schoolId?: string; readonly limit: number },
): Statement {
  const ofSchool = schoolId === undefined ? '' : `and d.school_id = $2::${schema.idType}`;
  const text = `select ${deliveryColumns('d')} from ${schema.deliveries} d where d.state = 'dead' ${ofSchool}
  order by d.settled_at desc, d.job_id, d.number limit $1::int`;
  return { text, values: schoolId === undefined ? [limit] : [limit, schoolId] };
}

/** Makes a dead letter due again. One row if there is such a one. */
export function retryDeadLetterStatement(schema: Schema, key: DeliveryKey, now: Date): Statement {
  const text = `update ${schema.deliveries} d
  set state = 'pending', reason = null, attempt = 0, settled_at = null, run_at = $1::timestamptz
  where d.state = 'dead' and d.job_id = $2::uuid and d.number = $3::int and d.revision = $4::int returning 1`;
  return { text, values: [now.toISOString(), key.jobId, key.number, key.revision] };
}
