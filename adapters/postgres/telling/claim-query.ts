import { contentVersion } from '../../../src/rules/index.js';
import type { Schema } from '../schema/schema.js';
import { join, type Sql, sql } from '../sql/sql.js';
import { type ClaimShape, inJob, inRotation } from './claim-candidates.js';
import { deliveryColumns } from './delivery-columns.js';
import {
  dueAt,
  isKnownDelivery,
  isPendingByKey,
  isStillPending,
  isToTell,
  lastTold,
  recordOf,
  type SubjectColumns,
  sameDay,
  sameThread,
} from './thread.js';

/**
 * Leases deliveries in one statement: finds the due ones, locks them, decides the content of each, and answers with
 * names and contacts.
 */
export function claimQuery(schema: Schema, shape: ClaimShape): Sql {
  const scope = shape.scope === 'job' ? inJob(schema, shape) : inRotation(schema, shape);
  const parts = [...scope, ranked, locked(schema), told(schema), decided, numbered, claimed(schema)];
  return sql`with recursive ${join(parts, ',\n')}\n${answer(schema, shape)}`;
}

const ranked = sql`ranked as materialized (
  select k.*, row_number() over (partition by school_id order by due_at, job_id, number) as place
  from (
    select distinct on (school_id, job_id, number) * from candidate order by school_id, job_id, number, due_at
  ) k
)`;

/** Locks the candidates. A candidate that has changed since it was found is another claim's. */
function locked({ deliveries }: Schema): Sql {
  return sql`locked as materialized (
  select d.*, k.place from ranked k join ${deliveries} d using (school_id, job_id, number)
  where ${isStillPending('d')} and d.attempt = k.attempt and d.revision = k.revision
    and d.lease_token is not distinct from k.lease_token
  order by k.place, d.school_id limit :maxDeliveries::int for update of d skip locked
)`;
}

/**
 * Each child and session of a delivery: its status now, what was last told of it, and whether there is still somebody
 * to tell.
 */
function told(schema: Schema): Sql {
  const { roster } = schema;
  const subject: SubjectColumns = { of: 'l', childId: sql`x.child_id`, subjectKey: sql`x.subject_key` };
  return sql`told as (
  select l.school_id, l.job_id, l.number, x.child_id, x.subject_key, x.position, status, occurred_at, marked_by, told_status,
    told_previous_status, coalesce(is_own, false) as is_own, is_told,
    ${isToTell(sql`l.only_corrects`)} as is_to_tell,
    exists (select from ${roster.guardians} g join ${roster.children} c on c.school_id = g.school_id and c.id = g.child_id
      join ${roster.schools} s on s.id = g.school_id
      where g.school_id = l.school_id and g.child_id = x.child_id and g.id = l.guardian_id) as is_on_roster
  from locked l cross join lateral unnest(l.child_ids, l.subject_keys) with ordinality as x(child_id, subject_key, position)
  left join lateral (${recordOf(schema, subject)}) r on true
  left join lateral (${lastTold(schema, subject, sql`(t.job_id, t.number) = (l.job_id, l.number)`)}) t on true
)`;
}

/**
 * As `decideDelivery` in the domain says. The findings on the children are gathered once, and joined by a full join, in
 * which no planner can nest a loop. A nested loop costs n² where n is misjudged.
 */
const decided = sql`gathered as materialized (
  select school_id, job_id, number, count(*) filter (where is_own and is_on_roster and status is not distinct from told_status) as unchanged,
    jsonb_agg(jsonb_build_object(
      'child_id', child_id::text, 'session', subject_key, 'status', status, 'marked_by', coalesce(marked_by, ''),
      'occurred_at', (extract(epoch from coalesce(occurred_at, :now::timestamptz)) * 1000)::bigint, 'previous_status',
        case when status is distinct from told_status then nullif(coalesce(told_status, told_previous_status), status)
          else told_previous_status end
    ) order by position) filter (where is_to_tell and is_on_roster) as fresh
  from told group by school_id, job_id, number
),
decided as materialized (
  select l.*, is_same, g.fresh, l.told_order is null as is_first,
    case
      when is_same and l.attempt >= :maxAttempts::int then 'dead'
      when not is_same and g.fresh is null then 'dropped'
      else 'pending'
    end as next_state
  from locked l full join gathered g using (school_id, job_id, number)
  cross join lateral (select l.told_order is not null and jsonb_array_length(l.changes) = coalesce(g.unchanged, 0) as is_same) s
)`;

/** Deliveries of one guardian's day, which are of different threads here, get numbers one after the other. */
const numbered = sql`numbered as (
  select v.*, count(*) filter (where takes_order) over (
      partition by school_id, guardian_id, subject_type, date order by place
    ) as number_of_day
  from (select d.*, next_state = 'pending' or next_state = 'dropped' and told_order is null as takes_order from decided d) v
)`;

/**
 * Each decision but to give up takes the next number of its guardian's day. Each number exists once. So of two claims
 * that could not see each other and decide on one day, one is refused, and decides anew.
 */
function claimed({ deliveries }: Schema): Sql {
  return sql`claimed as (
  update ${deliveries} d set
    state = v.next_state,
    reason = case v.next_state when 'dead' then 'crashed' end,
    changes = case when v.is_same or v.next_state = 'dropped' then d.changes else v.fresh end,
    content_version = case when v.is_same or v.next_state = 'dropped' then d.content_version else ${contentVersion} end,
    told_order = case when v.takes_order then n.last_order + v.number_of_day else d.told_order end,
    revision = d.revision + (not v.is_same and v.next_state = 'pending' and d.told_order is not null)::int,
    attempt = case when v.next_state <> 'pending' then d.attempt when v.is_same then d.attempt + 1 else 1 end,
    lease_token = case v.next_state when 'pending' then :leaseToken::uuid end,
    lease_until = case v.next_state when 'pending' then :now::timestamptz + :leaseMs::double precision * interval '1 ms' end,
    settled_at = case when v.next_state <> 'pending' then :now::timestamptz end
  from numbered v cross join lateral (
    select coalesce(max(told_order), 0) as last_order from ${deliveries} t where ${sameDay('t', 'v')}
  ) n
  where d.school_id = v.school_id and d.job_id = v.job_id and d.number = v.number
  returning d.*, v.place, v.is_first
)`;
}

/** At least one row, of the rotation; with columns of a delivery where there is one. */
function answer(schema: Schema, shape: ClaimShape): Sql {
  return sql`select rotation.after::text, ((select count(*) from ranked) > (select count(*) from locked))::text as is_cut,
  (${hasSuspects(schema, shape)})::text as has_suspects, ${deliveryColumns('d')}, d.state, d.is_first::text,
  s.name as school_name, s.timezone, g.name as guardian_name, g.locale, g.contact::text as contact,
  x.child_id, c.name as child_name, x.session, x.status, x.previous_status, x.occurred_at::text as occurred_at, x.marked_by
from rotation left join claimed d on true
left join lateral rows from (
  jsonb_to_recordset(case d.state when 'pending' then d.changes end)
    as (child_id text, session text, status text, previous_status text, occurred_at bigint, marked_by text)
) with ordinality as x(child_id, session, status, previous_status, occurred_at, marked_by, position) on true
left join lateral (
  select * from ${schema.roster.guardians} g
  where g.school_id = d.school_id and g.child_id = x.child_id::${schema.idType} and g.id = d.guardian_id limit 1
) g on true
left join lateral (
  select * from ${schema.roster.children} c where c.school_id = g.school_id and c.id = g.child_id limit 1
) c on true
left join lateral (select * from ${schema.roster.schools} s where s.id = d.school_id limit 1) s on true
order by d.place, d.school_id, d.job_id, d.number, x.position`;
}

function hasSuspects({ deliveries }: Schema, { scope }: ClaimShape): Sql {
  const isExpired = sql`s.lease_token is not null and s.lease_until <= :now::timestamptz and ${isKnownDelivery('s')}`;
  // In the order of the index that holds leased ones only: it is small, whatever statistics there are.
  if (scope !== 'job') {
    return sql`coalesce((select true from ${deliveries} s where ${isExpired}
      order by s.school_id, s.guardian_id, s.subject_type, s.date limit 1), false)`;
  }
  return sql`exists (select from ${deliveries} c join ${deliveries} s on ${sameThread('s', 'c')} and ${isPendingByKey('s')}
    where c.job_id = :jobId::uuid and c.state = 'pending' and ${dueAt('c')} <= :now::timestamptz and ${isExpired})`;
}
