import * as z from 'zod';

/** Says if a value that a host plugged in has these methods. */
export function hasMethods(value: unknown, methods: readonly string[]): boolean {
  if (typeof value !== 'object' || value === null) return false;
  return methods.every((method) => typeof Reflect.get(value, method) === 'function');
}

/** A schema for a part of the host that has these methods. The part itself is used, not a copy. */
export function portWith<Port>(...methods: (keyof Port & string)[]) {
  return z.custom<Port>((value) => hasMethods(value, methods), `must have ${methods.join(', ')}`);
}

/** A schema for a function of the host. */
export function aFunction<Function>() {
  return z.custom<Function>((value) => typeof value === 'function', 'must be a function');
}
