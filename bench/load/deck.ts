import type { ChildMark } from '../contestants/contestant.ts';
import type { BenchSchool } from '../world/roster.ts';

/** A child and its school. */
export type Card = Omit<ChildMark, 'status'>;

/**
 * Every child of many schools, a child of each school in turn: whoever marks at the same time is at different schools.
 */
export function spreadDeck(schools: readonly BenchSchool[], childrenPerSchool = 200): Card[] {
  return Array.from({ length: childrenPerSchool }, (_, index) =>
    schools.flatMap(({ schoolId, childIds }) => {
      const childId = childIds[index];
      return childId === undefined ? [] : [{ schoolId, childId }];
    }),
  ).flat();
}

/**
 * Deals marks to callers, of which each takes every `callers`-th child: present, and once all children had their turn,
 * absent, and so on. Two callers never have the same child at hand, unless one is a whole turn ahead.
 */
export function dealMark(deck: readonly Card[], caller: number, callers: number, turn: number): ChildMark {
  const index = caller + turn * callers;
  const card = deck[index % deck.length];
  if (!card) throw new Error('a deck needs cards');
  return { ...card, status: Math.floor(index / deck.length) % 2 === 0 ? 'present' : 'absent' };
}
