import { randomInt } from 'node:crypto';

/** Any one of them. */
export function pick<Item>(items: readonly Item[]): Item {
  const item = items[randomInt(items.length)];
  if (item === undefined) throw new Error('nothing to pick from');
  return item;
}

/** All of them, in any order. */
export function shuffle<Item>(items: readonly Item[]): Item[] {
  const shuffled = [...items];
  for (let i = shuffled.length - 1; i > 0; i--) {
    const [moved] = shuffled.splice(randomInt(i + 1), 1);
    if (moved !== undefined) shuffled.push(moved);
  }
  return shuffled;
}
