import { isProxy } from 'node:util/types';
import * as fc from 'fast-check';
import { type Dice, pickWith } from '../load/dice.ts';
import { finiteProxy, hostileProxy } from './hostile-proxies.ts';
import { hostileDays, hostileTexts, largeTexts } from './hostile-texts.ts';
import {
  hostileDates,
  hostileKinds,
  hostileLists,
  hostileNumbers,
  hostileObjects,
  largeThings,
} from './hostile-things.ts';

const families = [
  hostileTexts,
  hostileDays,
  hostileNumbers,
  hostileDates,
  hostileLists,
  hostileObjects,
  hostileKinds,
] as const;

/** Each large value is a choice of its own, since large values take much longer than others. */
const large = [...largeTexts, ...largeThings];

/** The source of a distortion's values. */
export interface Hostility {
  pick(dice: Dice): unknown;
  wrap(dice: Dice, target: object): unknown;
}

/** Any value, by a seed. */
export class Anything {
  readonly #values: readonly { readonly value: unknown }[];

  constructor(seed: number) {
    const kinds = { withBigInt: true, withBoxedValues: true, withDate: true, withMap: true, withNullPrototype: true };
    const all = { ...kinds, withObjectString: true, withSet: true, withSparseArray: true, withTypedArray: true };
    const any = fc.oneof(fc.anything(all), fc.string({ unit: 'binary' })).map((value) => ({ value }));
    this.#values = fc.sample(any, { seed, numRuns: 2_000 });
    // Large values are made once, and now. Measuring memory begins afterwards.
    for (const make of large) make();
  }

  /** Hostile values, and Proxies around good ones. */
  readonly hostile: Hostility = {
    pick: (dice) => (dice() < 0.02 ? pickWith(dice, large)() : this.#pick(dice, hostileProxy)),
    wrap: hostileProxy,
  };

  /** The same values without large and endless ones. */
  readonly small: Hostility = {
    pick: (dice) => {
      const value = this.#pick(dice, finiteProxy);
      return isLongList(value) ? this.small.pick(dice) : value;
    },
    wrap: finiteProxy,
  };

  #pick(dice: Dice, wrap: Hostility['wrap']): unknown {
    const draw = dice();
    if (draw < 0.15) return pickWith(dice, this.#values).value;
    if (draw < 0.25) return wrap(dice, pickWith(dice, [{}, [], () => {}, new Date(), ['a', 'b']]));
    return pickWith(dice, pickWith(dice, families))();
  }
}

function isLongList(value: unknown): boolean {
  return !isProxy(value) && Array.isArray(value) && value.length > 10_000;
}
