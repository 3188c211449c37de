import { AttendanceError, isAttendanceError } from '../../../src/index.js';
import type { Statement } from '../sql/sql.js';
import { type LookRow, lookStatement } from './look.js';
import type { Schema } from './schema.js';
import { type Fault, findFault, notServed } from './schema-fault.js';

/** Runs the statement that looks at the tables. */
export type Look = (statement: Statement) => Promise<readonly LookRow[]>;

/** Lets no statement through to tables that do not serve this release, and says why one was refused. */
export interface SchemaGate {
  /** Puts a statement behind the gate. */
  guard(statement: Statement): Statement;
  /**
   * A better error than the one given, where the tables are the cause; else the one given.
   * @param look  Left out in a host's transaction, which is aborted, and may hold the last connection of the pool. The
   *              error then tells that this release is not served, and not why.
   */
  explain(error: AttendanceError, look: Look | undefined): Promise<AttendanceError>;
}

/** Missing or different relations, schemas, functions, columns, types and constraints; and privileges. */
const suspectStates = new Set(['42P01', '3F000', '42883', '42703', '42704', '42804', '42846', '42P10', '42501']);

/** Creates the gate before the tables of a schema. */
export function createSchemaGate(schema: Schema, counts: 'inline' | 'deferred'): SchemaGate {
  const gate = gateOf(schema);
  const ownVersion = new RegExp(`\\b${schema.name}\\.schema_version_${schema.version}\\b`);
  const prepared = new Map<string, string>();
  const isRefused = ({ cause }: AttendanceError) => cause instanceof Error && ownVersion.test(cause.message);
  return {
    guard: (statement) => {
      if (statement.name === undefined) return behindGate(gate, statement);
      // Prepared texts are few, and a driver compares them each time: the very same string is compared at once.
      const known = prepared.get(statement.text) ?? behindGate(gate, statement).text;
      prepared.set(statement.text, known);
      return { ...statement, text: known };
    },
    explain: async (error, look) => {
      if (!isAttendanceError(error, 'repository_failed')) return error;
      if (!suspectStates.has(error.details.sqlState ?? '')) return error;
      const found = look && (await lookForFault(look));
      const fault = found ?? (isRefused(error) ? notServed(schema) : undefined);
      return fault ? withCause(fault, error) : error;
    },
  };

  async function lookForFault(look: Look): Promise<Fault | undefined> {
    try {
      const [row] = await look(lookStatement(schema, counts));
      return row && findFault(row, schema);
    } catch {
      // The statement's own error tells enough then.
      return undefined;
    }
  }
}

/** The statement's own error tells besides whether marks may have been recorded by an earlier try. */
function withCause(fault: Fault, { details, cause }: AttendanceError<'repository_failed'>): AttendanceError {
  const { mayBeRecorded } = details;
  if (isAttendanceError(fault, 'schema_outdated')) {
    const told = { ...fault.details, ...(mayBeRecorded && { mayBeRecorded }) };
    return new AttendanceError('schema_outdated', fault.message, told, { cause });
  }
  return new AttendanceError('repository_failed', fault.message, { ...details, ...fault.details }, { cause });
}

/**
 * The common table by which a statement mentions the version of the tables that it is written for. Nothing reads it, so
 * it costs nothing to run and needs no privilege. Where its view is missing, the server refuses the statement, prepared
 * or not.
 */
export function gateOf({ versionPrefix, version }: Schema): string {
  return `served as (select from ${versionPrefix}${version})`;
}

/** Puts a statement behind a gate. */
export function behindGate(gate: string, statement: Statement): Statement {
  const { text } = statement;
  const [opening = ''] = /^\s*with\s+(recursive\s+)?/i.exec(text) ?? [];
  const gated = opening === '' ? `with ${gate}\n${text}` : `${opening}${gate},\n${text.slice(opening.length)}`;
  return { ...statement, text: gated };
}
