import type { Dice } from '../load/dice.ts';

/** Picks an item. Each item is as frequent as its weight beside the others' weights. */
export function pickWeighted<Item>(dice: Dice, items: readonly Item[], weightOf: (item: Item) => number): Item {
  const sum = items.reduce((total, item) => total + weightOf(item), 0);
  let left = dice() * sum;
  for (const item of items) {
    left -= weightOf(item);
    if (left < 0) return item;
  }
  const last = items.at(-1);
  if (last === undefined) throw new Error('nothing to pick from');
  return last;
}
