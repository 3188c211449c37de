import { expect, test } from 'vitest';
import { BoundedMap } from '../../../src/batching/bounded-map.ts';

test('what was set last is remembered, and no more than there is room for', () => {
  const map = new BoundedMap<number>(10);
  for (let key = 0; key < 1_000; key++) {
    map.set(String(key), key);
    map.set('often', key);
    const known = Array.from({ length: key + 1 }, (_, index) => map.get(String(index))).filter(
      (value) => value !== undefined,
    );
    expect(known.length).toBeGreaterThanOrEqual(Math.min(4, key + 1));
    expect(known.length).toBeLessThanOrEqual(10);
    expect(map.get('often')).toBe(key);
  }
});

test('a key is forgotten when told so, and has its latest value', () => {
  const map = new BoundedMap<number>(2);
  map.set('a', 1);
  map.set('b', 2);
  map.set('a', 3);
  expect(map.get('a')).toBe(3);
  map.delete('a');
  map.delete('b');
  expect([map.get('a'), map.get('b')]).toEqual([undefined, undefined]);
});
