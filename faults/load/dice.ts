import { diceOf } from '../../test/property/telling/dice.ts';

/** Chance that follows from a seed alone. Each call returns the next number from 0 up to 1. */
export type Dice = () => number;

/** Makes dice for one thrower, so that the throws of others do not change what comes. */
export function createDice(seed: number, thrower: string): Dice {
  let throws = 0;
  return () => {
    throws += 1;
    return diceOf(`${seed} ${thrower} ${throws}`);
  };
}

/** Picks an item at random. */
export function pickWith<Item>(dice: Dice, items: readonly Item[]): Item {
  const item = items[Math.floor(dice() * items.length)];
  if (item === undefined) throw new Error('nothing to pick from');
  return item;
}
