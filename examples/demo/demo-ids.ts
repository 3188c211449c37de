import { hash } from 'node:crypto';

/**
 * Makes the ids of one school and its people, the same ones in every run.
 * @param code  What tells this school from others, such as `01M015`.
 * @returns     The beginning of a uuid; see {@link numbered} for the rest.
 */
export function idPrefix(code: string): string {
  const digest = hash('sha256', code);
  // Version 8 is the one that RFC 9562 leaves to whoever makes it.
  return `${digest.slice(0, 8)}-${digest.slice(8, 12)}-8${digest.slice(12, 15)}-8${digest.slice(15, 18)}-`;
}

/** The uuid of this prefix that ends in a number. */
export function numbered(prefix: string, number: number): string {
  return prefix + number.toString(16).padStart(12, '0');
}
