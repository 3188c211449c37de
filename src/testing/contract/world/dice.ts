/**
 * Dice that fall the same way in every run.
 * @returns  A function that gives a whole number from 0 to `sides` − 1.
 */
export function createDice(seed: number): (sides: number) => number {
  let state = seed;
  return (sides) => {
    // The linear congruential generator of Numerical Recipes; its high bits are the good ones.
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 2 ** 32) * sides);
  };
}

/** The items in another order, as the dice fall. */
export function shuffle<Item>(items: readonly Item[], dice: (sides: number) => number): Item[] {
  const keyed = items.map((item) => ({ item, key: dice(2 ** 32) }));
  return keyed.sort((a, b) => a.key - b.key).map(({ item }) => item);
}
