import { expect, test } from 'vitest';
import { SortedList } from '../../../adapters/memory/store/sorted-list.ts';

const compare = (a: number, b: number) => a - b;

/** The numbers below `count`, shuffled the same way each time. */
function shuffled(count: number): number[] {
  return Array.from({ length: count }, (_, index) => (index * 7_919) % count);
}

test('a list stays in order however many are added and deleted', () => {
  const list = new SortedList(compare);
  for (const number of shuffled(5_000)) list.add(number);
  expect([...list]).toEqual(Array.from({ length: 5_000 }, (_, index) => index));
  for (const number of shuffled(5_000)) if (number % 3 > 0) list.delete(number);
  expect([...list]).toEqual(Array.from({ length: 1_667 }, (_, index) => 3 * index));
  for (const number of shuffled(5_000)) if (number % 3 === 0) list.delete(number);
  expect([[...list], list.isEmpty]).toEqual([[], true]);
});

test('deleting what is not there changes nothing', () => {
  const list = new SortedList(compare);
  list.delete(1);
  list.add(2);
  for (const number of [1, 3]) list.delete(number);
  expect([...list]).toEqual([2]);
});

test('a copy and its original go their own ways', () => {
  const list = new SortedList(compare);
  for (const number of shuffled(1_000)) list.add(number);
  const copy = list.copy();
  list.delete(0);
  copy.add(1_000);
  expect([[...list].length, [...copy].length]).toEqual([999, 1_001]);
});
