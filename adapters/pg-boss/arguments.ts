import * as z from 'zod';

/** A queue's name; which ones it takes, pg-boss says itself. */
export const name = z.string().min(1);

/** A `PgBoss`, or anything with that method of it. */
export function bossWith<Boss extends object>(method: keyof Boss & string) {
  return z.custom<Boss>((value) => hasMethod(value, method), `must have ${method}`);
}

/** pg-boss's own options, which it looks at itself: a copy of them. */
export function jobOptions<Options extends object>() {
  return z.custom<Options>(isPlain, 'must be an object').transform((options) => ({ ...options }));
}

/** No list and no bytes, each item of which would be taken for an option. */
function isPlain(value: unknown): boolean {
  return typeof value === 'object' && value !== null && !Array.isArray(value) && !ArrayBuffer.isView(value);
}

/** Says if `value` has that method. */
export function hasMethod(value: unknown, method: string): boolean {
  return typeof value === 'object' && value !== null && typeof Reflect.get(value, method) === 'function';
}
