import { testId } from 'rollbook/testing';
import { createDice, pickWith } from '../load/dice.ts';
import { findForeignWord, inWords } from './compare.ts';
import type { Leaks } from './leaks.ts';
import { askerNumbers, enrolledNumbersOf, secretOf } from './roster.ts';
import type { TenantsStore } from './tenants-store.ts';
import { statuses } from './vocabulary.ts';

const rounds = 25;

/**
 * Marks children of both schools in the same tick, so that their marks share statements. Marks of one school stand next
 * to those of the other.
 */
export async function markTogether(store: TenantsStore, seed: number, leaks: Leaks): Promise<void> {
  const dice = createDice(seed, 'marks together');
  const [one, other] = askerNumbers.map((school) => enrolledNumbersOf(school).map((child) => ({ school, child })));
  const numbers = one?.flatMap((child, index) => [child, ...(other?.slice(index, index + 1) ?? [])]) ?? [];
  for (let round = 0; round < rounds; round += 1) {
    await Promise.all(
      numbers.map(async ({ school, child }) => {
        const result = await store.attendance.markAttendance({
          schoolId: testId('school', school, store.idType),
          childId: testId('child', child, store.idType),
          status: pickWith(dice, statuses),
          date: '2026-02-15',
          note: `${secretOf(school)}, round ${round}`,
          markedBy: `teacher of ${secretOf(school)}`,
        });
        const found = findForeignWord(inWords(result), school, store.idType);
        if (found !== undefined) leaks.add(`${store.kind}: marks together`, `an answer holds ${found}`);
      }),
    );
  }
}
