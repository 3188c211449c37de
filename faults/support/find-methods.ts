/** A public function with its caller. */
export interface PublicFunction {
  /** The path of the function, such as `notifications.drain`. */
  readonly name: string;
  readonly call: (args: unknown[]) => unknown;
}

/**
 * Finds every method of an object and of the objects in it, also methods of a class. A zod schema counts as a method.
 */
export function findMethods(owner: object, path = ''): PublicFunction[] {
  return namesIn(owner).flatMap((key) => {
    const value: unknown = Reflect.get(owner, key);
    const name = `${path}${key}`;
    if (isCallable(value)) return [{ name, call: (args: unknown[]) => callOrConstruct(owner, value, args) }];
    if (typeof value !== 'object' || value === null || Array.isArray(value)) return [];
    return 'safeParse' in value ? [{ name, call: () => {} }] : findMethods(value, `${name}.`);
  });
}

type Callable = (...args: unknown[]) => unknown;

function isCallable(value: unknown): value is Callable {
  return typeof value === 'function';
}

function namesIn(owner: object): string[] {
  const prototype: unknown = Object.getPrototypeOf(owner);
  const isClass = typeof prototype === 'object' && prototype !== null && prototype !== Object.prototype;
  const methods = isClass ? Object.getOwnPropertyNames(prototype).filter((name) => name !== 'constructor') : [];
  return [...Object.keys(owner), ...methods];
}

function callOrConstruct(owner: object, value: Callable, args: unknown[]): unknown {
  const isClass = /^class\b/.test(Function.prototype.toString.call(value));
  return isClass ? Reflect.construct(value, args) : Reflect.apply(value, owner, args);
}
