import type * as z from 'zod';
import { AttendanceError, type CommandIssue } from '../domain/errors.js';

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

/** The longest path or message of an issue. An unknown key is named in its issue, and keys can be of any length. */
const maxLength = 200;

/** The data that a schema makes of an input, or its issues. */
export type ParsedInput<Data> = { readonly data: Data } | { readonly issues: readonly z.core.$ZodIssue[] };

/**
 * Parses an input that may be anything. Getters and proxies may throw, also while zod words an issue.
 * @returns `undefined` when the input could not be read at all.
 */
export function readInput<Data>(schema: z.ZodType<Data>, input: unknown): ParsedInput<Data> | undefined {
  // Zod would name each byte as an unknown key. Bytes come from a body that nobody has parsed.
  if (ArrayBuffer.isView(input)) return undefined;
  try {
    const result = schema.safeParse(input);
    return result.success ? { data: result.data } : { issues: result.error.issues };
  } catch {
    return undefined;
  }
}

/** Shortens an issue to what an error may carry. */
export function toIssue({ path, message }: z.core.$ZodIssue): CommandIssue {
  return { path: path.map(String).join('.').slice(0, maxLength), message: message.slice(0, maxLength) };
}
