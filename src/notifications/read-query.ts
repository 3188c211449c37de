import * as z from 'zod';
import { AttendanceError } from '../domain/errors.js';
import { isStorableText } from '../domain/storable-text.js';
import { readInput } from '../parse-options.js';

/** Longest text of an issue: an unknown key is named in it, and keys can be of any length. */
const maxMessageLength = 200;

const text = z
  .string()
  .min(1)
  .max(255, { abort: true })
  .refine(isStorableText, 'must not contain NUL characters or lone surrogates');

/** A job's id, in the spelling that stores compare by. */
export const jobId = z.guid('must be a uuid').toLowerCase();

/** A dead letter's id, in the spelling that stores compare by. */
export const deadLetterId = text.toLowerCase();

/** What `deadLetters` takes. */
export const deadLettersQuery = z
  .strictObject({
    schoolId: text.optional(),
    reason: z.enum(['refused', 'failed', 'crashed']).optional(),
    limit: z.number().int().min(1).max(1_000).default(100),
  })
  .prefault({});

/** What `stop` takes. */
export const stopOptions = z
  .strictObject({ graceMs: z.number().int().min(0).max(86_400_000).default(10_000) })
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
