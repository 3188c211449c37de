import { AttendanceError } from '../../../src/index.js';
import type { LookRow } from './look.js';
import { idTypes, type Schema } from './schema.js';

/** An error of the tables, or of what the role may do with them. */
export type Fault = AttendanceError<'schema_outdated'> | AttendanceError<'repository_failed'>;

/** The fault that the catalog tells, of the tables or of the role's privileges; `undefined` for none. */
export function findFault(row: LookRow, schema: Schema): Fault | undefined {
  return findVersionFault(row, schema) ?? findTypeFault(row, schema) ?? findPrivilegeFault(row, schema);
}

/** True if the tables serve a later version than this release's. */
export function isAhead({ versions }: LookRow, { version }: Schema): boolean {
  return versionsOf(versions).some((found) => found > version);
}

/** True if the tables serve this release. */
export function isServed({ versions }: LookRow, { version }: Schema): boolean {
  return versionsOf(versions).includes(version);
}

function findVersionFault(row: LookRow, schema: Schema): Fault | undefined {
  if (isServed(row, schema)) return undefined;
  if (isAhead(row, schema)) return ahead(row, schema);
  const place = `the schema "${schema.name}"`;
  if (row.versions === null && row.has_tables !== 'true') {
    return outdated('not_migrated', schema, { found: null, stands: `there are no tables in ${place}` });
  }
  const stands = `the tables in ${place} serve ${row.versions === null ? 'no version' : `version ${row.versions}`}`;
  return outdated('outdated', schema, { found: row.versions, stands });
}

/** The error for tables that serve later releases only. */
export function ahead({ versions }: LookRow, schema: Schema): Fault {
  const latest = Math.max(...versionsOf(versions));
  const command = `update rollbook to a release that knows version ${latest}`;
  const stands = `the tables in the schema "${schema.name}" serve version ${versions}`;
  return outdated('ahead', schema, { found: versions, stands, command });
}

/** The error where only this is known: the tables don't serve this release. */
export function notServed(schema: Schema): Fault {
  const command = `${migrating(schema)}, or update rollbook if that has been done`;
  const stands = `the tables in the schema "${schema.name}" do not serve this release`;
  return outdated('outdated', schema, { found: null, stands, command });
}

interface Standing {
  readonly found: string | null;
  /** The state of the tables, in words. */
  readonly stands: string;
  readonly command?: string;
}

function outdated(
  reason: 'not_migrated' | 'outdated' | 'ahead',
  schema: Schema,
  { found, stands, command = migrating(schema) }: Standing,
): Fault {
  const needed = String(schema.version);
  const message = `${stands}, and this release needs version ${needed}: ${command}`;
  return new AttendanceError('schema_outdated', message, { reason, found, needed, command });
}

/** As it has to be called, or it would make tables of other ids. */
function migrating({ name, idType }: Schema): string {
  const type = idType === 'uuid' ? '' : `, idType: '${idType}'`;
  return `run migrateToLatest(db, { schema: '${name}'${type} })`;
}

function findTypeFault({ id_type }: LookRow, { name, idType }: Schema): Fault | undefined {
  const found = idTypes.find((type) => type === id_type);
  if (found === undefined || found === idType) return undefined;
  const message = `the ids in the schema "${name}" are ${found}, not ${idType}: create the repository with idType: '${found}'`;
  return new AttendanceError('repository_failed', message, { reason: 'wrong_id_type' });
}

function findPrivilegeFault({ lacks }: LookRow, { name }: Schema): Fault | undefined {
  if (lacks === null) return undefined;
  const message = `the database's role lacks privileges in the schema "${name}": grant it ${lacks}`;
  return new AttendanceError('repository_failed', message, { reason: 'forbidden' });
}

function versionsOf(versions: string | null): readonly number[] {
  return versions === null ? [] : versions.split(', ').map(Number);
}
