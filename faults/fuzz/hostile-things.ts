import { runInNewContext } from 'node:vm';
import { secret } from './hostile-texts.ts';
import { lazily } from './lazily.ts';

type Make = () => unknown;

const million = 1_000_000;

/** Errors that hostile things throw, reject with or are. */
const made = new WeakSet<Error>();

/** Numbers that are not finite, not whole, or too large. */
export const hostileNumbers: readonly Make[] = [
  ...[Number.NaN, -0, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, 2 ** 53, 2 ** 53 + 2, -(2 ** 53)],
  ...[2 ** 31, 2 ** 32, -1, 0, 1, 0.5, 1e308, 5e-324, 2_147_483_648],
].map((number) => () => number);

/**
 * Dates that are invalid, at the ends of time, of another realm, or otherwise than they seem. No date claims an instant
 * that it does not have. Only a copy of each date could find that, and every mark would pay for the copy.
 */
export const hostileDates: readonly Make[] = [
  () => new Date(Number.NaN),
  () => new Date(8.64e15),
  () => new Date(-8.64e15),
  () => new Date('-000001-01-01T00:00:00Z'),
  () => new Date('0000-12-31T23:59:59.999Z'),
  () => new Date('+010000-01-01T00:00:00Z'),
  () => new Date('2026-11-02T05:00:00Z'),
  lazily(() => runInNewContext('new Date()')),
  () => Object.create(Date.prototype),
  () => new Proxy(new Date(), {}),
  () => Object.assign(new Date(), { toISOString: () => secret, toJSON: () => secret, valueOf: explode }),
  () =>
    new (class Day extends Date {
      override getTime = () => Number.NaN;
    })(),
];

/** Lists of a million and objects of twenty thousand entries, which are made once. */
export const largeThings: readonly Make[] = [
  ...[0, Number.NaN, null, {}, 'c41d0000-0000-4000-8000-000000000001', secret].map(
    (item) => () => new Array(million).fill(item),
  ),
  () => new Uint8Array(million),
  () => Object.fromEntries(Array.from({ length: 20_000 }, (_, index) => [`key ${index}`, index])),
  () => ({ ['key'.repeat(400_000)]: 1 }),
].map((make: Make) => lazily(make));

/** Lists with holes, of the greatest length, or in themselves. */
export const hostileLists: readonly Make[] = [
  () => [],
  () => new Array(2 ** 32 - 1),
  () => Object.assign(['a'], { length: million }),
  () => Object.assign([], { 4294967294: 'last' }),
  () => ({ length: 2 ** 53 }),
  () => new Float64Array(1_000),
  // JavaScript itself needs seconds for the text of a list that is ten times as deep.
  lazily(() => nest((inner) => [inner], 1_000)),
  () => {
    const list: unknown[] = [];
    list.push(list, list);
    return list;
  },
  () => Object.defineProperty([1], 0, { get: explode, enumerable: true }),
  () => Object.assign([1, 2], { [Symbol.iterator]: explode, map: undefined }),
];

/** Objects with prototype keys, without end, or in themselves. */
export const hostileObjects: readonly Make[] = [
  () => ({}),
  () => JSON.parse(`{"__proto__": {"attended": true, "schoolId": "${secret}"}, "constructor": {"prototype": {}}}`),
  () => Object.create(null),
  () => Object.create({ childId: secret }),
  () => Object.assign(Object.create(null), { constructor: 1, toString: null, hasOwnProperty: 1 }),
  () => ({ toString: explode, valueOf: explode, toJSON: explode, [Symbol.toPrimitive]: explode }),
  () => thenable(explode),
  () => thenable(() => {}),
  () => thenable((resolve: (value: unknown) => void) => resolve(secret)),
  () => Object.defineProperty({}, 'then', { get: explode, enumerable: true }),
  lazily(() => nest((a) => ({ a }), 10_000)),
  lazily(() => nest((value) => ({ __proto__: value }), 10_000)),
  () => {
    const loop: Record<string, unknown> = { a: secret };
    loop['self'] = loop;
    return loop;
  },
  () => ({ [Symbol('key')]: 1, [Symbol.toStringTag]: 'Date' }),
  () => Object.defineProperty({}, 'a', { get: explode, enumerable: true }),
  () => Object.freeze({ a: Object.freeze([]) }),
  () => globalThis,
];

/** Values of all other kinds. */
export const hostileKinds: readonly Make[] = [
  () => undefined,
  () => null,
  () => true,
  () => false,
  () => 0n,
  () => 2n ** 4_096n,
  () => Symbol(secret),
  () => Symbol.iterator,
  () => explode,
  () => () => {},
  () => rejected,
  () => class {},
  () => Object(secret),
  () => Object(1),
  () => Object(1n),
  () => Object(Symbol.iterator),
  () => new Map([[secret, secret]]),
  () => new Set([secret]),
  () => new WeakMap(),
  () => /(a+)+$/,
  () => register(new Error(secret)),
  () => register(new RangeError(secret)),
  lazily(() => runInNewContext('new Error("from elsewhere")')),
  lazily(() => runInNewContext('[1, 2]')),
  lazily(() => runInNewContext('({ a: 1 })')),
  () => Promise.resolve(secret),
  () => new Promise(() => {}),
  () => rejected(),
  () => new ArrayBuffer(8),
  () => new SharedArrayBuffer(8),
  () => new URL('https://example.org/'),
  () => AbortSignal.abort(),
  () => new AbortController(),
  () => Object.create(AbortSignal.prototype),
  () => new Proxy(new AbortController().signal, {}),
  () => new Proxy(new AbortController().signal, { get: (_, key) => (key === 'aborted' ? false : undefined) }),
  () => (function* () {})(),
  () => new Intl.DateTimeFormat(),
  () => Buffer.alloc(1_000),
];

/** Throws an error that names somebody. */
export function explode(): never {
  throw register(new Error(secret));
}

/** True if an error was made here. Such an error comes through where the host's own part throws it. */
export function isThrownByInput(error: Error): boolean {
  return made.has(error);
}

function register(error: Error): Error {
  made.add(error);
  return error;
}

function thenable(then: unknown): object {
  return Object.fromEntries([['then', then]]);
}

/** A promise that rejects, with a listener for the rejection. The library need not listen to it. */
function rejected(): Promise<never> {
  const promise = Promise.reject(register(new Error(secret)));
  promise.catch(() => {});
  return promise;
}

function nest(wrap: (inner: unknown) => unknown, depth: number): unknown {
  let value: unknown = secret;
  for (let level = 0; level < depth; level += 1) value = wrap(value);
  return value;
}
