import type { Statement } from '../sql/sql.js';
import type { Schema } from './schema.js';

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
