import { testId } from 'rollbook/testing';
import { type Dice, pickWith } from '../load/dice.ts';
import { movers, namesake, numbersOf, secretOf } from './roster.ts';
import type { TenantsStore } from './tenants-store.ts';
import { days } from './vocabulary.ts';

/** The school that asks, and the id that it asks about. */
export interface Asking {
  readonly dice: Dice;
  readonly store: TenantsStore;
  /** The number of the school that asks. */
  readonly asker: number;
  /** The id of another school's child, or an id that no child has. */
  readonly id: string;
}

/** The school that asks. */
export function ownSchool({ asker, store }: Asking): string {
  return testId('school', asker, store.idType);
}

/** The id of a child of the school that asks. Sometimes it is an id that other schools have too. */
export function ownChild({ dice, asker, store }: Asking): string {
  return testId('child', pickWith(dice, [...numbersOf(asker), namesake]), store.idType);
}

/** The id of a child who came to the asking school from another one, where all earlier marks stay. */
export function newcomer({ asker, store }: Asking): string {
  const { number } = movers.find(({ to }) => to === asker) ?? movers[0];
  return testId('child', number, store.idType);
}

/** One to three children of the school that asks. */
export function ownChildren(its: Asking): string[] {
  return [...new Set([ownChild(its), ownChild(its), ownChild(its)])];
}

/** A session, sometimes with a day. */
export function someDay({ dice }: Asking) {
  const date = pickWith(dice, ['2026-03-02', '2026-03-01']);
  return { session: 'am', ...(dice() < 0.5 && { date }) };
}

/** Everything that a mark may say besides its child. */
export function details({ dice, asker }: Asking) {
  const occurredAt = new Date(Date.parse('2026-03-02T08:00:00+07:00') - Math.floor(dice() * 3_600_000));
  return {
    markedBy: `teacher of ${secretOf(asker)}`,
    session: pickWith(dice, ['am', 'pm']),
    note: secretOf(asker),
    ...(dice() < 0.5 && { occurredAt }),
    ...(dice() < 0.8 && { date: pickWith(dice, days) }),
  };
}
