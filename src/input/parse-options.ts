import type * as z from 'zod';
import { AttendanceError } from '../domain/errors.js';
import { readInput, toIssue } from './read-input.js';

/**
 * Reads options.
 * @throws {AttendanceError} `invalid_options` for an unknown option or one that doesn't fit, also when the options
 *          can't be read.
 */
export function parseOptions<Options>(schema: z.ZodType<Options>, options: unknown): Options {
  const parsed = readInput(schema, options);
  if (!parsed) throw invalidOption('', 'could not be read');
  if ('data' in parsed) return parsed.data;
  const [issue] = parsed.issues.map(toIssue);
  throw invalidOption(issue?.path ?? '', issue?.message ?? '');
}

/** The error for an option that doesn't fit. */
export function invalidOption(option: string, message: string): AttendanceError<'invalid_options'> {
  const where = option && `${option}: `;
  return new AttendanceError('invalid_options', `invalid options: ${where}${message}`, { option });
}
