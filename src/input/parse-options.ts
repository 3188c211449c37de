import type * as z from 'zod';
import { AttendanceError } from '../domain/errors.js';
import { readInput } from './read-input.js';

export { readInput };

/** Options are named in their issues, and keys can be of any length. */
const maxLength = 200;

/**
 * Reads options.
 * @throws {AttendanceError} `invalid_options` for an unknown option or one that doesn't fit, also when it can't be read.
 */
export function parseOptions<Options>(schema: z.ZodType<Options>, options: unknown): Options {
  const reading = readInput(schema, options);
  if (!reading) throw invalidOption('', 'could not be read');
  if ('data' in reading) return reading.data;
  const [issue] = reading.issues;
  const option = issue?.path.map(String).join('.').slice(0, maxLength);
  throw invalidOption(option ?? '', issue?.message.slice(0, maxLength) ?? '');
}

/** The error for an option that doesn't fit. */
export function invalidOption(option: string, message: string): AttendanceError<'invalid_options'> {
  return new AttendanceError('invalid_options', `invalid options: ${option ? `${option}: ` : ''}${message}`, {
    option,
  });
}
