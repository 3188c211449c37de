import type { ChildMark } from '../contestants/contestant.ts';
import type { BenchSchool } from '../world/roster.ts';

/** A child and its school. */
export type Card = Omit<ChildMark, 'status'>;

/**
 * Every child of many schools, one child of each school after the other. Callers who mark at the same time are at
 * different schools.
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
 * Deals marks to callers, so that each caller takes every `callers`-th child. The children are marked present, then
 * absent, and so on. Two callers never have the same child at hand, unless one is a whole pass ahead.
 */
export function dealMark(deck: readonly Card[], caller: number, callers: number, turn: number): ChildMark {
  const index = caller + turn * callers;
  const card = deck[index % deck.length];
  if (!card) throw new Error('a deck needs cards');
  return { ...card, status: Math.floor(index / deck.length) % 2 === 0 ? 'present' : 'absent' };
}
