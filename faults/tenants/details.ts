import { testId } from 'rollbook/testing';
import { type Dice, pickWith } from '../load/dice.ts';
import { movers, namesake, numbersOf, secretOf } from './roster.ts';
import type { TenantsStore } from './tenants-store.ts';
import { days } from './vocabulary.ts';

/** Who asks, and for what. */
export interface Asking {
  readonly dice: Dice;
  readonly store: TenantsStore;
  /** The number of the school that asks. */
  readonly asker: number;
  /** Somebody else's id, or nobody's. */
  readonly id: string;
}

/** The school that asks. */
export function ownSchool({ asker, store }: Asking): string {
  return testId('school', asker, store.idType);
}

/** A child of the school that asks; sometimes the one whose id others have too. */
export function ownChild({ dice, asker, store }: Asking): string {
  return testId('child', pickWith(dice, [...numbersOf(asker), namesake]), store.idType);
}

/** A child who came to the school that asks from another one, where all that was marked before stays. */
export function newcomer({ asker, store }: Asking): string {
  const { number } = movers.find(({ to }) => to === asker) ?? movers[0];
  return testId('child', number, store.idType);
}

/** One to three of its children. */
export function ownChildren(its: Asking): string[] {
  return [...new Set([ownChild(its), ownChild(its), ownChild(its)])];
}

/** A session, and perhaps the day. */
export function someDay({ dice }: Asking) {
  const date = pickWith(dice, ['2026-03-02', '2026-03-01']);
  return { session: 'am', ...(dice() < 0.5 && { date }) };
}

/** What every mark may say besides whom it is of. */
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
