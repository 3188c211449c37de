import type * as z from 'zod';
import type { CommandIssue } from '../domain/errors.js';

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
