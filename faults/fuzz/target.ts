import type { Dice } from '../load/dice.ts';
import type { FuzzStore } from './store.ts';

/** What good arguments are made of. */
export interface Material {
  readonly dice: Dice;
  readonly store: FuzzStore;
}

/**
 * Whom a function promises what. `host`: an `AttendanceError` or a valid result, whatever comes in. `schema`: what zod
 * makes of it; a `TypeError` is fine too, as of a `Date` that is none, and what the input itself throws. `relay`: what
 * the database, Kysely or pg-boss says, too: it is for whoever sets them up. `author`: for authors of adapters and
 * tests: trusts its types, so that a `TypeError`, a `RangeError` or the `SyntaxError` of what should be a bigint is
 * fine too, and what the input itself throws.
 */
export type Promised = 'host' | 'schema' | 'relay' | 'author';

/** How a public function is fuzzed. */
export interface Target {
  readonly promised: Promised;
  /** How often it is called, beside the others of its group. Default 1. */
  readonly weight?: number;
  /**
   * The longest that an input may keep the event loop, in milliseconds. Default 50; more for what a host calls once, at
   * start.
   */
  readonly limitMs?: number;
  /** The stores that it is called on. Default `kept`. */
  readonly on?: 'kept' | 'spent' | 'bare';
  /** Arguments with which nothing is wrong, new ones each time. */
  readonly args: (material: Material) => unknown[];
  /** Done before, unmeasured. */
  readonly before?: (material: Material) => Promise<unknown>;
  /** Calls something else than the function that is there, such as one of a new object. */
  readonly call?: (args: unknown[], material: Material) => unknown;
}

/** Targets by the name of the function. */
export type Targets = Readonly<Record<string, Target>>;
