import * as z from 'zod';

/** A queue's name; which ones it takes, pg-boss says itself. */
export const name = z.string().min(1);

/** A `PgBoss`, or anything with that method of it. */
export function bossWith<Boss extends object>(method: keyof Boss & string) {
  return z.custom<Boss>((value) => hasMethod(value, method), `must have ${method}`);
}

/** pg-boss's own options, which it looks at itself: a copy of them. */
export function jobOptions<Options extends object>() {
  const isObject = (value: unknown) => typeof value === 'object' && value !== null;
  return z.custom<Options>(isObject, 'must be an object').transform((options) => ({ ...options }));
}

/** Whether `value` has that method. */
export function hasMethod(value: unknown, method: string): boolean {
  return typeof value === 'object' && value !== null && typeof Reflect.get(value, method) === 'function';
}
