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

/** The longest that one input may keep the event loop, in milliseconds. */
export const limitMs = 50;
/** What takes too long is done again, so that it isn't the collector of garbage who took the time. */
const tries = 6;

const keysAtFirst = keysOfPrototypes();

/** What a fuzz is made of. */
export interface FuzzParts {
  readonly plan: Plan;
  readonly anything: Anything;
  readonly seed: number;
  /** Told of each input before it is sent. */
  readonly onInput: (input: number, name: string) => void;
}

/** Sends input after input. What an input is follows from the seed and its number. */
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

/** How many keys everybody's prototypes have. */
function keysOfPrototypes(): number {
  const prototypes = [Object.prototype, Array.prototype, Function.prototype, Date.prototype];
  return prototypes.flatMap((prototype) => Reflect.ownKeys(prototype)).length;
}

/**
 * Parts of the host's are used, not read: a Proxy that answers as one when it is checked, and otherwise later, comes to
 * what it says itself.
 */
function hasLyingPart(args: readonly unknown[]): boolean {
  return [args[0], args[1]].some((options) => {
    if (typeof options !== 'object' || options === null || isProxy(options)) return false;
    const parts = ['signal', 'transaction', 'pool', 'db'];
    return parts.some((part) => isProxy(Object.getOwnPropertyDescriptor(options, part)?.value));
  });
}

/** Whether the options of a call have a transaction of the host's, or may say so when they are asked. */
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

/** What a callback of the input's own never settles may not settle either. */
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
