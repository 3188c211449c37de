import * as z from 'zod';
import { AttendanceError } from '../../../src/index.js';

/** A table's key, its columns as text. */
export type Key = readonly string[];

/**
 * Where a purge goes on in each table: after a key, or from the first row (`null`). A table left out is done, or not
 * asked for.
 */
export interface Position {
  readonly deliveries?: Key | null | undefined;
  readonly revisions?: Key | null | undefined;
}

const key = (length: number) => z.array(z.string()).length(length).optional();
const position = z.strictObject({ deliveries: key(3), revisions: key(5) });

/** @throws {AttendanceError} `invalid_command` for what no purge has answered. */
export function parsePosition(text: string): Position {
  const parsed = position.safeParse(parseJson(text));
  if (parsed.success) return parsed.data;
  const message = 'is not where a purge left off';
  throw new AttendanceError('invalid_command', `invalid command: after: ${message}`, {
    issues: [{ path: 'after', message }],
  });
}

/** The text of a position, given the last keys as JSON; `null` when every table is done. */
export function positionText(last: { readonly deliveries: string | null; readonly revisions: string | null }) {
  const parts = Object.entries(last).flatMap(([table, key]) => (key === null ? [] : `"${table}":${key}`));
  return parts.length === 0 ? null : `{${parts.join(',')}}`;
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
