import { type Dice, pickWith } from '../load/dice.ts';
import { secret } from './hostile-texts.ts';
import { explode } from './hostile-things.ts';

const traps = [
  'get',
  'has',
  'ownKeys',
  'getPrototypeOf',
  'getOwnPropertyDescriptor',
  'apply',
  'construct',
  'set',
  'defineProperty',
  'isExtensible',
] as const;

/** A Proxy that throws, lies or has been revoked. */
export function hostileProxy(dice: Dice, target: object): unknown {
  return pickWith(dice, [...proxiesOf(target), endless])(dice, target);
}

/** A hostile Proxy of finite length, for code that trusts lists and reads them to their end. */
export function finiteProxy(dice: Dice, target: object): unknown {
  return pickWith(dice, proxiesOf(target))(dice, target);
}

/**
 * Lists and dates get no liars here. A liar answers otherwise than before, or otherwise than its target. Only a copy of
 * each list could withstand a liar, and every mark would pay for the copy.
 */
function proxiesOf(target: object): readonly MakeProxy[] {
  return Array.isArray(target) || target instanceof Date ? honest : [...honest, ...liars];
}

type MakeProxy = (dice: Dice, target: object) => unknown;

const honest: readonly MakeProxy[] = [
  (_, target) => new Proxy(target, {}),
  (dice, target) => new Proxy(target, { [pickWith(dice, traps)]: explode }),
  (dice, target) => new Proxy(target, { [pickWith(dice, traps)]: throwUnreadable }),
  (_, target) => revoked(target),
  (_, target) => new Proxy(target, { ownKeys: () => ['__proto__', 'constructor', 'a key'] }),
  (_, target) => new Proxy(target, { has: () => false, getOwnPropertyDescriptor: () => undefined }),
];

const liars: readonly MakeProxy[] = [
  (_, target) => new Proxy(target, { get: () => secret }),
  (_, target) => new Proxy(target, { get: () => () => secret, has: () => true }),
  (_, target) => new Proxy(target, { getPrototypeOf: () => Date.prototype }),
  (_, target) => new Proxy(target, { getPrototypeOf: () => Array.prototype, has: () => true }),
  changing,
];

function endless(_: Dice, target: object): object {
  return new Proxy(target, { get: (_target, key) => (key === 'length' ? 2 ** 32 : undefined) });
}

const lies = [undefined, null, secret, Number.NaN, [], {}, explode].map((lie) => ({ lie }));

/** Makes a Proxy that is honest when it is asked first, and lies afterwards. */
function changing(dice: Dice, target: object): object {
  const { lie } = pickWith(dice, lies);
  const asked = new Set<PropertyKey>();
  const get = (from: object, key: PropertyKey, receiver: unknown): unknown => {
    if (asked.has(key)) return lie;
    asked.add(key);
    return Reflect.get(from, key, receiver);
  };
  return new Proxy(target, { get });
}

/** Throws a value that not even a `catch` can look at. */
export function throwUnreadable(): never {
  throw revoked({});
}

function revoked(target: object): object {
  const { proxy, revoke } = Proxy.revocable(target, {});
  revoke();
  return proxy;
}
