/**
 * Makes a decorator: an object that does what `target` does, except for `changes`. Suits repositories and outboxes,
 * also those that are instances of a class. Each call goes to `target` as it is at that moment, with `target` as
 * `this`.
 * @param changes  The methods and properties to replace. A change may call `target`.
 * @returns A new object. `target` itself stays as it was.
 * @example
 * ```ts
 * const traced = forward(repository, {
 *   recordMarks: (request, options) => trace('recordMarks', () => repository.recordMarks(request, options)),
 * });
 * ```
 */
export function forward<Target extends object>(target: Target, changes: Partial<Target>): Target {
  const forwarded: Target = Object.create(Object.getPrototypeOf(target));
  for (const key of keysOf(target)) Object.defineProperty(forwarded, key, memberOf(target, key));
  return Object.defineProperties(forwarded, Object.getOwnPropertyDescriptors(changes));
}

/** Looks the member up at each call or read: `target` may change. */
function memberOf(target: object, key: PropertyKey): PropertyDescriptor {
  const shared = { enumerable: true, configurable: true };
  if (typeof Reflect.get(target, key) !== 'function') return { ...shared, get: () => Reflect.get(target, key) };
  const call = (...args: unknown[]) => Reflect.apply(Reflect.get(target, key), target, args);
  return { ...shared, writable: true, value: call };
}

/** Names own members, and those of the classes that `target` is an instance of. */
function keysOf(target: object): Set<string | symbol> {
  const keys = new Set<string | symbol>();
  for (let at = target; at !== Object.prototype && at !== null; at = Object.getPrototypeOf(at)) {
    for (const key of Reflect.ownKeys(at)) if (key !== 'constructor') keys.add(key);
  }
  return keys;
}
