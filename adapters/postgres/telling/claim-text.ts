import { contentVersion } from '../../../src/rules/index.js';
import type { Schema } from '../schema/schema.js';
import { deliveryColumns } from './delivery-columns.js';
import {
  dueAt,
  isKnownDelivery,
  isPendingByKey,
  isStillPending,
  isToTell,
  isUnreadable,
  lastTold,
  recordOf,
  sameDay,
  sameThread,
} from './thread.js';

/** The shape of the statement; each has one text. */
export interface ClaimShape {
  readonly scope: 'job' | 'schools' | 'schools after';
  readonly suspects: boolean;
}

/** Schools looked at in one claim, those included that have nothing due: a bound on what one claim costs. */
const maxSchools = 1_000;
/** Candidates for each place: some of them are another claim's by the time they are locked. */
const candidatesPerPlace = 4;

/**
 * Leases deliveries in one statement: it finds the ones that are due, locks them, decides what each has to say, and
 * answers with names and contacts. $1 now, $2 deliveries at most, $3 lease token, $4 lease in milliseconds, $5 attempts
 * at most, $6 silent statuses, $7 the job or the school to go on after.
 */
export function claimText(schema: Schema, shape: ClaimShape): string {
  const scope = shape.scope === 'job' ? inJob(schema, shape) : inTurn(schema, shape);
  const parts = [...scope, ranked, locked(schema), told(schema), decided, numbered, settled(schema)];
  return `with recursive ${parts.join(',\n')}\n${answer(schema, shape)}`;
}

/**
 * Schools in the order of their ids, each found by one look at the index: a backlog of one costs the others nothing.
 */
function inTurn(schema: Schema, shape: ClaimShape): string[] {
  const first = shape.scope === 'schools after' ? `and d.school_id > $7::${schema.idType}` : '';
  // A scalar subquery, which is looked up for each school: `exists` would first gather what is due of all of them.
  const school = (after: string) => `select d.school_id, coalesce((
      select true from ${schema.deliveries} r
      where r.school_id = d.school_id and r.state = 'pending' and ${dueAt('r')} <= $1::timestamptz
        and ${leaseIs(shape, 'r')} and ${isKnownDelivery('r')}
      order by ${dueAt('r')} limit 1
    ), false) as is_ready
    from ${schema.deliveries} d where d.state = 'pending' ${after} order by d.school_id limit 1`;
  return [
    `turn as (
  select f.*, f.is_ready::int as found, 1 as step from (${school(first)}) f
  union all
  select n.*, t.found + n.is_ready::int, t.step + 1
  from turn t cross join lateral (${school('and d.school_id > t.school_id')}) n
  where t.found < $2::int and t.step < ${maxSchools}
)`,
    `round as materialized (
  select ceil($2::numeric / greatest(1, count(*) filter (where is_ready)))::int as places,
    case when max(found) >= $2::int or max(step) >= ${maxSchools} then (array_agg(school_id order by step desc))[1] end as after
  from turn
)`,
    `candidate as (
  select h.* from turn cross join lateral (
    ${heads(schema, shape, 'c.school_id = turn.school_id')}
    order by ${dueAt('c')} limit ${candidatesPerPlace} * (select places from round)
  ) h where turn.is_ready
)`,
  ];
}

function inJob(schema: Schema, shape: ClaimShape): string[] {
  return [
    `round as materialized (select null::${schema.idType} as after)`,
    `candidate as (${heads(schema, shape, 'c.job_id = $7::uuid')} order by ${dueAt('c')} limit ${candidatesPerPlace} * $2::int)`,
  ];
}

/**
 * The first delivery of each thread that has one due, unless it has to wait itself for a third one: the one that was
 * attempted, else the oldest; none where one is leased. It may be waiting for its next attempt: then it is taken only
 * if what it says is no longer true, so that a correction need not wait for what it corrects. See `findHead` and
 * `mayBeTaken` in the domain.
 */
function heads(schema: Schema, shape: ClaimShape, where: string): string {
  if (shape.suspects) return suspects(schema, where);
  const isSame = '(h.job_id, h.number) = (c.job_id, c.number)';
  // Of one job, what must be sent before it is taken too; else that is a candidate itself.
  const isDue = shape.scope === 'job' ? `${dueAt('h')} <= $1::timestamptz` : isSame;
  return `select ${candidateColumns('h')}, ${dueAt('c')} as due_at
    from ${schema.deliveries} c cross join lateral (${firstOfThread(schema, 'c')}) h
    where ${where} and c.state = 'pending' and ${dueAt('c')} <= $1::timestamptz and ${isKnownDelivery('c')}
      and (
        select true from ${schema.deliveries} l
        where ${sameDay('l', 'c')} and l.lease_token is not null and l.subject_keys && (c.subject_keys || h.subject_keys) limit 1
      ) is null
      and (${isDue} or ${dueAt('h')} > $1::timestamptz and ${isStale(schema)})
      and (${isSame} or exists (
        select from (${firstOfThread(schema, 'h')}) f where (f.job_id, f.number) = (h.job_id, h.number)
      ))
      and ${isThreadReadable(schema, 'h')}`;
}

/** The first pending delivery of the thread of `of`, but for what is leased. */
function firstOfThread({ deliveries }: Schema, of: string): string {
  return `select p.* from ${deliveries} p where ${sameThread('p', of)} and ${isPendingByKey('p')}
      order by p.told_order, p.created_at, p.job_id, p.number limit 1`;
}

/**
 * Deliveries whose last worker let the lease run out, in threads that have one due: looked up for each, among what is
 * leased.
 */
function suspects(schema: Schema, where: string): string {
  return `select ${candidateColumns('s')}, ${dueAt('c')} as due_at
    from ${schema.deliveries} c cross join lateral (
      select s.* from ${schema.deliveries} s
      where ${sameThread('s', 'c')} and s.lease_token is not null and ${isStillPending('s')} offset 0
    ) s
    where ${where} and c.state = 'pending' and ${dueAt('c')} <= $1::timestamptz and ${isKnownDelivery('c')}
      and ${dueAt('s')} <= $1::timestamptz and ${isThreadReadable(schema, 's')}`;
}

/**
 * Tells whether this release can read all that was said in the thread of a delivery: else it cannot know what was told.
 */
function isThreadReadable({ deliveries }: Schema, of: string): string {
  return `not exists (select from ${deliveries} u where ${sameThread('u', of)} and ${isUnreadable('u')})`;
}

function candidateColumns(alias: string): string {
  return ['school_id', 'job_id', 'number', 'attempt', 'revision', 'lease_token']
    .map((column) => `${alias}.${column}`)
    .join(', ');
}

function leaseIs({ suspects }: ClaimShape, alias: string): string {
  return suspects
    ? `${alias}.lease_token is not null and ${alias}.lease_until <= $1::timestamptz`
    : `${alias}.lease_token is null`;
}

function isStale(schema: Schema): string {
  const subject = { of: 'h', childId: `said.child_id::${schema.idType}`, subjectKey: 'said.session' };
  return `exists (
        select from jsonb_to_recordset(case when h.content_version = ${contentVersion} then h.changes end)
          as said(child_id text, session text, status text)
        left join lateral (${recordOf(schema, subject)}) r on true
        where r.status is distinct from said.status
      )`;
}

const ranked = `ranked as materialized (
  select k.*, row_number() over (partition by school_id order by due_at, job_id, number) as place
  from (
    select distinct on (school_id, job_id, number) * from candidate order by school_id, job_id, number, due_at
  ) k
)`;

/** What has changed since it was found is another claim's. */
function locked({ deliveries }: Schema): string {
  return `locked as materialized (
  select d.*, k.place from ranked k join ${deliveries} d using (school_id, job_id, number)
  where ${isStillPending('d')} and d.attempt = k.attempt and d.revision = k.revision
    and d.lease_token is not distinct from k.lease_token
  order by k.place, d.school_id limit $2::int for update of d skip locked
)`;
}

/**
 * Each child and session of a delivery: its status now, what was last told of it, and whether there is still somebody
 * to tell.
 */
function told(schema: Schema): string {
  const { roster } = schema;
  const subject = { of: 'l', childId: 'x.child_id', subjectKey: 'x.subject_key' };
  return `told as (
  select l.school_id, l.job_id, l.number, x.child_id, x.subject_key, x.position, status, occurred_at, marked_by, told_status,
    told_previous_status, coalesce(is_own, false) as is_own, is_told,
    ${isToTell('$6::text[]', 'l.only_corrects')} as is_to_tell,
    exists (select from ${roster.guardians} g join ${roster.children} c on c.school_id = g.school_id and c.id = g.child_id
      join ${roster.schools} s on s.id = g.school_id
      where g.school_id = l.school_id and g.child_id = x.child_id and g.id = l.guardian_id) as is_on_roster
  from locked l cross join lateral unnest(l.child_ids, l.subject_keys) with ordinality as x(child_id, subject_key, position)
  left join lateral (${recordOf(schema, subject)}) r on true
  left join lateral (${lastTold(schema, subject, '(t.job_id, t.number) = (l.job_id, l.number)')}) t on true
)`;
}

/**
 * As `decideDelivery` in the domain says. What was found of the children is gathered once, and joined by a full join,
 * because no planner can nest a loop in one: a nested one costs n² where n is misjudged.
 */
const decided = `gathered as materialized (
  select school_id, job_id, number, count(*) filter (where is_own and is_on_roster and status is not distinct from told_status) as unchanged,
    jsonb_agg(jsonb_build_object(
      'child_id', child_id::text, 'session', subject_key, 'status', status, 'marked_by', coalesce(marked_by, ''),
      'occurred_at', (extract(epoch from coalesce(occurred_at, $1::timestamptz)) * 1000)::bigint, 'previous_status',
        case when status is distinct from told_status then nullif(coalesce(told_status, told_previous_status), status)
          else told_previous_status end
    ) order by position) filter (where is_to_tell and is_on_roster) as fresh
  from told group by school_id, job_id, number
),
decided as materialized (
  select l.*, is_same, g.fresh, l.told_order is null as is_first,
    case
      when is_same and l.attempt >= $5::int then 'dead'
      when not is_same and g.fresh is null then 'dropped'
      else 'pending'
    end as next_state
  from locked l full join gathered g using (school_id, job_id, number)
  cross join lateral (select l.told_order is not null and jsonb_array_length(l.changes) = coalesce(g.unchanged, 0) as is_same) s
)`;

/** Deliveries of one guardian's day, which are of different threads here, get numbers one after the other. */
const numbered = `numbered as (
  select v.*, count(*) filter (where takes_order) over (
      partition by school_id, guardian_id, subject_type, date order by place
    ) as turn
  from (select d.*, next_state = 'pending' or next_state = 'dropped' and told_order is null as takes_order from decided d) v
)`;

/**
 * Each decision but to give up takes the next number of its guardian's day, of which there is one: what a claim
 * decided while another one, which it could not see, decided on that day is thereby refused, and decided anew.
 */
function settled({ deliveries }: Schema): string {
  return `claimed as (
  update ${deliveries} d set
    state = v.next_state,
    reason = case v.next_state when 'dead' then 'crashed' end,
    changes = case when v.is_same or v.next_state = 'dropped' then d.changes else v.fresh end,
    content_version = case when v.is_same or v.next_state = 'dropped' then d.content_version else ${contentVersion} end,
    told_order = case when v.takes_order then n.last_order + v.turn else d.told_order end,
    revision = d.revision + (not v.is_same and v.next_state = 'pending' and d.told_order is not null)::int,
    attempt = case when v.next_state <> 'pending' then d.attempt when v.is_same then d.attempt + 1 else 1 end,
    lease_token = case v.next_state when 'pending' then $3::uuid end,
    lease_until = case v.next_state when 'pending' then $1::timestamptz + $4::double precision * interval '1 ms' end,
    settled_at = case when v.next_state <> 'pending' then $1::timestamptz end
  from numbered v cross join lateral (
    select coalesce(max(told_order), 0) as last_order from ${deliveries} t where ${sameDay('t', 'v')}
  ) n
  where d.school_id = v.school_id and d.job_id = v.job_id and d.number = v.number
  returning d.*, v.place, v.is_first
)`;
}

/** At least one row, of the round; with columns of a delivery where there is one. */
function answer(schema: Schema, shape: ClaimShape): string {
  return `select round.after::text, ((select count(*) from ranked) > (select count(*) from locked))::text as is_cut,
  (${hasSuspects(schema, shape)})::text as has_suspects, ${deliveryColumns('d')}, d.state, d.is_first::text,
  s.name as school_name, s.timezone, g.name as guardian_name, g.locale, g.contact::text as contact,
  x.child_id, c.name as child_name, x.session, x.status, x.previous_status, x.occurred_at::text as occurred_at, x.marked_by
from round left join claimed d on true
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

function hasSuspects({ deliveries }: Schema, { scope }: ClaimShape): string {
  const isExpired = `s.lease_token is not null and s.lease_until <= $1::timestamptz and ${isKnownDelivery('s')}`;
  // In the order of the index that holds leased ones only: it is small, whatever statistics there are.
  if (scope !== 'job') {
    return `coalesce((select true from ${deliveries} s where ${isExpired}
      order by s.school_id, s.guardian_id, s.subject_type, s.date limit 1), false)`;
  }
  return `exists (select from ${deliveries} c join ${deliveries} s on ${sameThread('s', 'c')} and ${isPendingByKey('s')}
    where c.job_id = $7::uuid and c.state = 'pending' and ${dueAt('c')} <= $1::timestamptz and ${isExpired})`;
}
