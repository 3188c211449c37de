import * as z from 'zod';
import { AttendanceError } from '../domain/errors.js';
import { readInput } from '../input/read-input.js';
import { defaultGraceMs } from './default-grace.js';

/** Longest text of an issue: an unknown key is named in it, and keys can be of any length. */
const maxMessageLength = 200;

/** What `stop` takes. */
export const stopOptions = z
  .strictObject({ graceMs: z.number().int().min(0).max(86_400_000).default(defaultGraceMs) })
  .prefault({});

/**
 * Reads what a host asks for, which may be anything.
 * @throws {AttendanceError} `invalid_command`, also when it cannot be read.
 */
export function readQuery<Query>(schema: z.ZodType<Query>, input: unknown): Query {
  const reading = readInput(schema, input);
  if (reading && 'data' in reading) return reading.data;
  const [issue] = reading?.issues ?? [];
  const path = issue?.path.map(String).join('.') ?? '';
  throw invalidQuery(path, issue?.message.slice(0, maxMessageLength) ?? 'could not be read');
}

/** The error for what doesn't fit. */
export function invalidQuery(path: string, message: string): AttendanceError<'invalid_command'> {
  const where = path ? `${path}: ` : '';
  return new AttendanceError('invalid_command', `invalid command: ${where}${message}`, { issues: [{ path, message }] });
}
