import { asItIs, type EditText, withoutArbiter, withoutPart } from './edit-text.ts';

/** rollbook's tables and statement with one thing changed. */
export interface Variant {
  readonly name: string;
  readonly ddl: readonly string[];
  readonly edit: EditText;
}

const dropKey = (table: string) => `alter table attendance.${table} drop constraint ${table}_pkey`;

function key(table: string, columns: string): string[] {
  return [dropKey(table), `alter table attendance.${table} add primary key (${columns})`];
}

function tables(name: string, ...ddl: string[]): Variant {
  return { name, ddl, edit: asItIs };
}

function statement(name: string, edit: EditText): Variant {
  return { name, ddl: [], edit };
}

/** The first variant is the one that all others are compared with. */
export const variants: readonly Variant[] = [
  tables('as it is'),
  tables('as it is, again'),
  statement('no revision', withoutPart('logged')),
  statement('no counter', withoutPart('counted')),
  statement('no job', withoutPart('queued')),
  tables('no revisions_pkey', dropKey('revisions')),
  tables('revisions_pkey by child, then date', ...key('revisions', 'school_id, child_id, date, session, id')),
  tables('revisions_pkey as it is, made anew', ...key('revisions', 'school_id, date, child_id, session, id')),
  {
    name: 'no revisions_superseded_once',
    ddl: ['drop index attendance.revisions_superseded_once'],
    edit: withoutArbiter,
  },
  tables('no revisions_transaction', 'drop index attendance.revisions_transaction'),
  tables(
    'no transaction id',
    'drop index attendance.revisions_transaction',
    'alter table attendance.revisions alter transaction_id drop default, alter transaction_id drop not null',
  ),
  tables('no enrolments', 'truncate attendance.enrolments'),
  tables('no notification_jobs_id', 'drop index if exists attendance.notification_jobs_id'),
  tables('no notification_jobs_pkey', dropKey('notification_jobs')),
  tables(
    'one index of jobs, by id',
    'drop index if exists attendance.notification_jobs_id',
    ...key('notification_jobs', 'id, school_id'),
  ),
  tables('records, fillfactor 90', 'alter table attendance.records set (fillfactor = 90)'),
  tables('daily_counts, fillfactor 50', 'alter table attendance.daily_counts set (fillfactor = 50)'),
];
