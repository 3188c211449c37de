import * as z from 'zod';

/** A text that can be stored and sent. */
export const text = z.string().refine((value) => value.isWellFormed(), 'is malformed');
export const textOrNull = text.nullable();
/** A number of things. */
export const count = z.int().nonnegative();
/** A time in milliseconds. */
export const duration = z.number().nonnegative();
export const nothing = z.undefined();
export const instant = z.date();
/** A text on a single line, not empty. */
export const line = text.regex(/^[^\p{Cc}\p{Zl}\p{Zp}]+$/u);

/** An object with these methods, named by their paths, such as `outbox.claim`. */
export function withMethods(paths: readonly string[]): z.ZodType {
  return z.custom((value) => paths.every((path) => typeof read(value, path) === 'function'), 'lacks a method');
}

/** A value that nobody can change any more. */
export function frozen(form: z.ZodType): z.ZodType {
  return z.unknown().refine(Object.isFrozen, 'is not frozen').pipe(form);
}

function read(value: unknown, path: string): unknown {
  return path.split('.').reduce((owner, key) => (isObject(owner) ? Reflect.get(owner, key) : undefined), value);
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null;
}
