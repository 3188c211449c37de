import { isProxy } from 'node:util/types';
import { type Dice, pickWith } from '../load/dice.ts';
import { throwUnreadable } from './hostile-proxies.ts';
import { explode } from './hostile-things.ts';
import type { Hostility } from './hostile-value.ts';
import { pickWeighted } from './weighted.ts';

/** Hostile values that were placed. Many inputs share these values, so nothing is ever placed into them. */
const placed = new WeakSet<object>();

/** The means of distorting good arguments. */
export interface Distortion {
  readonly dice: Dice;
  readonly by: Hostility;
}

/** A place in the arguments: an object and a key of it. */
interface Place {
  readonly holder: object;
  readonly key: PropertyKey;
}

/** The ways of distorting, each with its weight. */
const ways: readonly (readonly [number, (args: unknown[], distortion: Distortion) => void])[] = [
  [10, () => {}],
  [28, replace],
  [8, (args, distortion) => replaceThree(args, distortion)],
  [8, replaceArgument],
  [8, addKey],
  [10, defineGetter],
  [10, wrapInProxy],
  [6, changePrototype],
  [4, drop],
  [4, changeCount],
];

/** Makes good arguments hostile in one way or another. Every tenth list of arguments stays as it is. */
export function distort(args: unknown[], distortion: Distortion): void {
  const [, way] = pickWeighted(distortion.dice, ways, ([weight]) => weight);
  way(args, distortion);
}

function replaceThree(args: unknown[], distortion: Distortion): void {
  for (let times = 0; times < 3; times += 1) replace(args, distortion);
}

function replace(args: unknown[], { dice, by }: Distortion): void {
  const { holder, key } = anyPlace(args, dice);
  put(holder, key, pickFor(by, dice));
}

function replaceArgument(args: unknown[], { dice, by }: Distortion): void {
  args[Math.floor(dice() * args.length)] = pickFor(by, dice);
}

function pickFor(by: Hostility, dice: Dice): unknown {
  const value = by.pick(dice);
  if (isObject(value)) placed.add(value);
  return value;
}

function addKey(args: unknown[], { dice, by }: Distortion): void {
  const key = pickWith(dice, [
    '__proto__',
    'constructor',
    'prototype',
    'then',
    'toJSON',
    'a key',
    Symbol.iterator,
    'a\0b',
  ]);
  put(anyHolder(args, dice), key, pickFor(by, dice));
}

/** Replaces a value in an argument by a getter. An argument itself is left out, since the call would read it. */
function defineGetter(args: unknown[], { dice, by }: Distortion): void {
  const { holder, key } = anyPlace(args, dice);
  if (holder === args) return;
  const answers = [read(holder, key)];
  const lie = pickFor(by, dice);
  const get = pickWith(dice, [explode, throwUnreadable, () => lie, () => (answers.length > 0 ? answers.pop() : lie)]);
  Reflect.defineProperty(holder, key, { get, enumerable: true, configurable: true });
}

function wrapInProxy(args: unknown[], { dice, by }: Distortion): void {
  const places = placesIn(args).filter(({ holder, key }) => isObject(read(holder, key)));
  if (places.length === 0) return;
  const { holder, key } = pickWith(dice, places);
  const target = read(holder, key);
  if (isObject(target)) put(holder, key, by.wrap(dice, target));
}

function changePrototype(args: unknown[], { dice }: Distortion): void {
  const holder = anyHolder(args, dice);
  if (holder === args) return;
  if (!Object.isExtensible(holder)) return;
  const inherited = Object.fromEntries(keysOf(holder).map((key) => [key, read(holder, key)]));
  const prototype = pickWith(dice, [null, inherited, Date.prototype, Array.prototype, new (class Command {})()]);
  if (prototype === inherited) for (const key of Object.keys(holder)) Reflect.deleteProperty(holder, key);
  Object.setPrototypeOf(holder, prototype);
  if (dice() < 0.3) Object.freeze(holder);
}

function drop(args: unknown[], { dice }: Distortion): void {
  const { holder, key } = anyPlace(args, dice);
  if (holder !== args) Reflect.deleteProperty(holder, key);
}

function changeCount(args: unknown[], { dice, by }: Distortion): void {
  if (dice() < 0.4) args.pop();
  else args.push(pickFor(by, dice), pickFor(by, dice));
}

/** Defines keys such as `__proto__` too, which an assignment would not make. */
function put(holder: object, key: PropertyKey, value: unknown): void {
  Reflect.defineProperty(holder, key, { value, enumerable: true, configurable: true, writable: true });
}

function anyHolder(args: unknown[], dice: Dice): object {
  const holders = placesIn(args).map(({ holder }) => holder);
  return holders.length > 0 ? pickWith(dice, holders) : args;
}

function anyPlace(args: unknown[], dice: Dice): Place {
  const places = placesIn(args);
  return places.length > 0 ? pickWith(dice, places) : { holder: args, key: 0 };
}

/** Finds every place in plain objects and short lists, but not in objects that have a class of their own. */
function placesIn(holder: object, depth = 0): Place[] {
  return keysOf(holder).flatMap((key) => {
    const value = read(holder, key);
    const inner = depth < 5 && isPlain(value) ? placesIn(value, depth + 1) : [];
    return [{ holder, key }, ...inner.slice(0, 60)];
  });
}

function keysOf(holder: object): PropertyKey[] {
  if (Array.isArray(holder)) return [0, 1, 2, 3, 4].filter((index) => index < holder.length);
  return Reflect.ownKeys(holder).slice(0, 30);
}

/** Reads a key of an object that an earlier distortion may have made hostile. */
function read(holder: object, key: PropertyKey): unknown {
  try {
    return Reflect.get(holder, key);
  } catch {
    return undefined;
  }
}

function isObject(value: unknown): value is object {
  return (typeof value === 'object' && value !== null) || typeof value === 'function';
}

function isPlain(value: unknown): value is object {
  if (typeof value !== 'object' || value === null || isProxy(value) || placed.has(value)) return false;
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === Array.prototype;
}
