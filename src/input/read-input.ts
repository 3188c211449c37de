import type * as z from 'zod';

/** What a schema makes of an input, or what is wrong with it. */
export type Reading<Data> = { readonly data: Data } | { readonly issues: readonly z.core.$ZodIssue[] };

/**
 * Reads an input that may be anything: getters and proxies may throw, also while zod words what is wrong.
 * @returns `undefined` when it could not be read at all.
 */
export function readInput<Data>(schema: z.ZodType<Data>, input: unknown): Reading<Data> | undefined {
  // Bytes, such as a body that nobody has parsed: each would be named as an unknown key.
  if (ArrayBuffer.isView(input)) return undefined;
  try {
    const result = schema.safeParse(input);
    return result.success ? { data: result.data } : { issues: result.error.issues };
  } catch {
    return undefined;
  }
}
