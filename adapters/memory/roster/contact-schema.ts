import * as z from 'zod';

/** Ample for an address: what holds more, itself, or holes without end is a mistake, and is not looked through. */
const maxValues = 10_000;

/** Copies what a host's notifier needs to reach a guardian, JSON of at most 10,000 values; left out, it is `null`. */
export const contactSchema = z
  .unknown()
  .optional()
  .refine((value) => value === undefined || isJson(value), `must be JSON of at most ${maxValues} values`)
  .transform((value) => structuredClone(value ?? null));

function isJson(value: unknown): boolean {
  const values = [value];
  for (const each of values) {
    if (isScalar(each)) continue;
    const held = valuesIn(each);
    if (!held || values.length + held.length > maxValues) return false;
    values.push(...held);
  }
  return true;
}

function isScalar(value: unknown): boolean {
  return value === null || ['string', 'boolean'].includes(typeof value) || Number.isFinite(value);
}

/** Lists the values in a list or a plain object. Answers nothing for other values, or for too many. */
function valuesIn(value: unknown): readonly unknown[] | undefined {
  if (Array.isArray(value)) return value.length <= maxValues ? [...value] : undefined;
  return z.util.isPlainObject(value) ? Object.values(value) : undefined;
}
