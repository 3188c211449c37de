import type * as z from 'zod';
import { AttendanceError } from './domain/errors.js';

/**
 * Reads options.
 * @throws {AttendanceError} `invalid_options` for an unknown option or one that doesn't fit, also when it can't be read.
 */
export function parseOptions<Options>(schema: z.ZodType<Options>, options: unknown): Options {
  const result = readSafely(schema, options);
  if (result.success) return result.data;
  const [issue] = result.error.issues;
  const option = issue?.path.map(String).join('.') ?? '';
  throw invalidOption(option, issue?.message ?? '');
}

/** The error for an option that doesn't fit. */
export function invalidOption(option: string, message: string): AttendanceError<'invalid_options'> {
  return new AttendanceError('invalid_options', `invalid options: ${option ? `${option}: ` : ''}${message}`, {
    option,
  });
}

function readSafely<Options>(schema: z.ZodType<Options>, options: unknown) {
  try {
    return schema.safeParse(options);
  } catch {
    throw invalidOption('', 'could not be read');
  }
}
