import { isProxy } from 'node:util/types';
import { isAttendanceError } from 'rollbook';
import { createDice, type Dice } from '../load/dice.ts';
import { Uses } from './arguments/things.ts';
import { distort } from './distort.ts';
import type { Anything } from './hostile-value.ts';
import { type Ending, findBreach, type Terms } from './judge.ts';
import { heapMb, threadMs } from './meter.ts';
import type { Plan, PlannedCall } from './plan.ts';
import { Tally } from './tally.ts';

/** The longest time for which one input may keep the event loop, in milliseconds. */
export const limitMs = 50;
/** A call that takes too long is repeated, so that the garbage collector is not the cause. */
const tries = 6;

const keysAtFirst = keysOfPrototypes();

/** The parts of a fuzz. */
export interface FuzzParts {
  readonly plan: Plan;
  readonly anything: Anything;
  readonly seed: number;
  /** Called with each input before it is sent. */
  readonly onInput: (input: number, name: string) => void;
}

/** Sends input after input. The seed and the number of an input decide what it is. */
export class Fuzz {
  readonly tally: Tally;
  readonly #parts: FuzzParts;
  peakMb = 0;

  constructor(parts: FuzzParts) {
    this.#parts = parts;
    this.tally = new Tally(parts.plan.functions);
  }

  async send(input: number): Promise<void> {
    const first = await this.#try(input);
    const { planned, ending } = first;
    const limit = planned.target.limitMs ?? limitMs;
    let { ms } = first;
    for (let again = 1; again < tries && ms >= limit; again += 1) ms = Math.min(ms, (await this.#try(input)).ms);
    this.peakMb = Math.max(this.peakMb, heapMb());
    this.tally.count(input, planned, ms, codeOf(ending));
    if (keysOfPrototypes() !== keysAtFirst) this.tally.breach(input, `${planned.name} changed a prototype`);
    const breach = findBreach(ending, first.terms);
    if (breach !== undefined) this.tally.breach(input, `${planned.name} ${breach}`);
    if (ms >= limit) this.tally.breach(input, `${planned.name} kept the event loop for more than ${limit} ms`);
  }

  async #try(input: number) {
    const { plan, anything, seed, onInput } = this.#parts;
    const dice = createDice(seed, `input ${input}`);
    const planned = plan.pick(dice);
    const { target, store } = planned;
    onInput(input, planned.name);
    store.clock.advance(1);
    await target.before?.({ dice, store });
    const args = target.args({ dice, store });
    distort(args, { dice, by: target.promised === 'author' ? anything.small : anything.hostile });
    const isOwnStore = planned.functionName.startsWith('attendance.') && !mayBringTransaction(args[1]);
    const startedAt = threadMs();
    const ending = await endingOf(planned, args, dice);
    const ms = threadMs() - startedAt;
    const terms: Terms = hasLyingPart(args)
      ? { promised: 'author', isOwnStore }
      : { promised: target.promised, isOwnStore, answers: planned.functionName };
    return { planned, ending, terms, ms };
  }
}

/** Counts the keys of the prototypes that all objects share. */
function keysOfPrototypes(): number {
  const prototypes = [Object.prototype, Array.prototype, Function.prototype, Date.prototype];
  return prototypes.flatMap((prototype) => Reflect.ownKeys(prototype)).length;
}

/**
 * True if a part of the host is a Proxy. Such a part is used, not read: the Proxy may behave as a good part when it is
 * checked, and otherwise later.
 */
function hasLyingPart(args: readonly unknown[]): boolean {
  return [args[0], args[1]].some((options) => {
    if (typeof options !== 'object' || options === null || isProxy(options)) return false;
    const parts = ['signal', 'transaction', 'pool', 'db'];
    return parts.some((part) => isProxy(Object.getOwnPropertyDescriptor(options, part)?.value));
  });
}

/** True if the options of a call have a transaction of the host, or may seem to have one when they are read. */
function mayBringTransaction(options: unknown): boolean {
  if (isProxy(options)) return true;
  return typeof options === 'object' && options !== null && Object.hasOwn(options, 'transaction');
}

async function endingOf({ call, target, store }: PlannedCall, args: unknown[], dice: Dice): Promise<Ending> {
  try {
    const result: unknown = target.call ? target.call(args, { dice, store }) : call(args);
    return { value: result instanceof Promise ? await inTime(result, target.promised === 'author') : result };
  } catch (error) {
    return { error };
  }
}

/** Waits for the result, but not for ever. A result may never come if a callback of the input never answers. */
async function inTime(result: Promise<unknown>, isTrusting: boolean): Promise<unknown> {
  const late = Promise.withResolvers<unknown>();
  const timer = isTrusting
    ? setTimeout(() => late.resolve(undefined), 100)
    : setTimeout(() => late.reject(new Error('no answer within 15 seconds')), 15_000);
  try {
    return await Promise.race([result, late.promise]);
  } finally {
    clearTimeout(timer);
  }
}

function codeOf(ending: Ending): string {
  if ('value' in ending)
    return ending.value instanceof Uses && ending.value.errors.length > 0 ? 'taken, then refused' : 'taken';
  try {
    return isAttendanceError(ending.error) ? ending.error.code : 'no AttendanceError';
  } catch {
    return 'no AttendanceError';
  }
}
