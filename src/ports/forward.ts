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
  for (let at: object = target; at !== Object.prototype && at !== null; at = Object.getPrototypeOf(at)) {
    for (const key of Reflect.ownKeys(at)) {
      if (key !== 'constructor') Object.defineProperty(forwarded, key, memberOf(target, key));
    }
  }
  return Object.defineProperties(forwarded, Object.getOwnPropertyDescriptors(changes));
}

/** Looks the member up at each call or read: `target` may change. */
function memberOf(target: object, key: PropertyKey): PropertyDescriptor {
  const get = () => Reflect.get(target, key);
  const shared = { enumerable: true, configurable: true };
  if (typeof get() !== 'function') return { ...shared, get };
  return { ...shared, writable: true, value: (...args: unknown[]) => Reflect.apply(get(), target, args) };
}
