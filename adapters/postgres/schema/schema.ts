import * as z from 'zod';
import { type IdType, parseOptions } from '../../../src/index.js';
import type { QuotedName } from '../sql/sql.js';

/** The version of the tables that this release's statements are written for: the number of its latest migration. */
const version = 1;

/** The installed functions that marking and reading call. A later version's functions have other names. */
export const functionNames = {
  ianaZone: 'iana_zone',
  recordNamedMark: 'record_named_mark_1',
  recordMark: 'record_mark_1',
  recordNamedMarks: 'record_named_marks_1',
  recordMarks: 'record_marks_1',
} as const;

/** The types that ids can have. */
export const idTypes = ['uuid', 'bigint', 'text'] as const satisfies readonly IdType[];

/** Where the tables are, quoted for SQL, and what their ids are. */
export interface Schema {
  /** As given, such as `attendance`. */
  readonly name: string;
  readonly idType: IdType;
  readonly records: QuotedName;
  readonly revisions: QuotedName;
  readonly dailyCounts: QuotedName;
  readonly notificationJobs: QuotedName;
  readonly deliveries: QuotedName;
  /** The installed function that answers a time zone's name if it is a usable IANA one, else null. */
  readonly ianaZone: QuotedName;
  /** Installed functions that record marks. Each name ends in the version of the tables that brought the function. */
  readonly functions: {
    /** Records a lone mark that names its school. */
    readonly recordNamedMark: QuotedName;
    /** Records a lone mark that names no school. */
    readonly recordMark: QuotedName;
    /** Records marks that name their schools. */
    readonly recordNamedMarks: QuotedName;
    /** Records marks, some of which name no school. */
    readonly recordMarks: QuotedName;
  };
  /** The version of the tables that this release needs. */
  readonly version: number;
  /** The beginning of the names of the views that say which releases the tables serve. The version follows. */
  readonly versionPrefix: QuotedName;
  readonly roster: RosterTables;
}

/**
 * The roster's tables, quoted. Queries name the columns of the tables. Tables and columns may be the host's own one
 * day.
 */
export interface RosterTables {
  readonly schools: QuotedName;
  readonly children: QuotedName;
  readonly enrolments: QuotedName;
  readonly guardians: QuotedName;
}

/** Where and how the tables are kept. */
export interface SchemaOptions {
  /** Must match `^[a-z_][a-z0-9_]{0,30}$`. Default `'attendance'`. */
  readonly schema?: string;
  /** The type of ids. Default `'uuid'`. */
  readonly idType?: IdType;
}

/** The options that say where the tables are. */
export const schemaOptions = z.strictObject({
  schema: z
    .string()
    .regex(/^[a-z_][a-z0-9_]{0,30}$/)
    .default('attendance'),
  idType: z.enum(idTypes).default('uuid'),
});

/** @throws {AttendanceError} `invalid_options` for a schema name or an id type that doesn't fit. */
export function resolveSchema(options: SchemaOptions): Schema {
  const { schema, idType } = parseOptions(schemaOptions, options);
  const named = (name: string): QuotedName => `"${schema}".${name}`;
  return {
    name: schema,
    idType,
    records: named('records'),
    revisions: named('revisions'),
    dailyCounts: named('daily_counts'),
    notificationJobs: named('notification_jobs'),
    deliveries: named('deliveries'),
    ianaZone: named(functionNames.ianaZone),
    functions: {
      recordNamedMark: named(functionNames.recordNamedMark),
      recordMark: named(functionNames.recordMark),
      recordNamedMarks: named(functionNames.recordNamedMarks),
      recordMarks: named(functionNames.recordMarks),
    },
    version,
    versionPrefix: named('schema_version_'),
    roster: {
      schools: named('schools'),
      children: named('children'),
      enrolments: named('enrolments'),
      guardians: named('guardians'),
    },
  };
}
