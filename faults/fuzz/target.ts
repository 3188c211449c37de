import type { Dice } from '../load/dice.ts';
import type { FuzzStore } from './store.ts';

/** The material of good arguments. */
export interface Material {
  readonly dice: Dice;
  readonly store: FuzzStore;
}

/**
 * The party that a function serves, and so its promises. A `host` gets an `AttendanceError` or a valid result, whatever
 * comes in. A `schema` answers as zod does. A `relay` may also reject with errors of the database, Kysely or pg-boss,
 * since they are for the developer who sets them up. An `author` of adapters and tests gets functions that trust their
 * types. With `schema` and `author`, errors that the input itself throws and a `TypeError` are allowed. With `author`,
 * so are a `RangeError`, and the `SyntaxError` of a text that should be a bigint.
 */
export type Promised = 'host' | 'schema' | 'relay' | 'author';

/** The way in which a public function is fuzzed. */
export interface Target {
  readonly promised: Promised;
  /** The frequency of calls, beside the others of its group. Default 1. */
  readonly weight?: number;
  /**
   * The longest time for which an input may keep the event loop, in milliseconds. Default 50. A function that a host
   * calls once, at its start, may have more.
   */
  readonly limitMs?: number;
  /** The stores that it is called on. Default `kept`. */
  readonly on?: 'kept' | 'spent' | 'bare';
  /** Makes good arguments, new ones each time. */
  readonly args: (material: Material) => unknown[];
  /** Prepares the call. The preparation is not measured. */
  readonly before?: (material: Material) => Promise<unknown>;
  /** Calls another function than the exported one, such as a method of a new object. */
  readonly call?: (args: unknown[], material: Material) => unknown;
}

/** Targets by the name of the function. */
export type Targets = Readonly<Record<string, Target>>;
