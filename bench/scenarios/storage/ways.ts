import type { Contestant } from '../../contestants/contestant.ts';
import { spreadDeck } from '../../load/deck.ts';
import { markEach } from '../../load/mark-each.ts';
import type { BenchRoster } from '../../world/roster.ts';

/** A way in which marks come. */
export interface Way {
  readonly name: string;
  /** Marks in one statement, if a bulk. */
  readonly bulkSize?: number;
  /** Callers that wait for their mark at a time, if single marks. */
  readonly callers?: number;
}

/** Every way in the order of the report. */
export const ways: readonly Way[] = [
  { name: 'single marks, one caller', callers: 1 },
  { name: 'single marks, 200 callers', callers: 200 },
  { name: 'bulks of 30', bulkSize: 30 },
  { name: 'bulks of 200', bulkSize: 200 },
  { name: 'bulks of 2,000', bulkSize: 2_000 },
];

/** Marks the same children each time, about as many as asked for, and returns their number. */
export async function markSome(
  contestant: Contestant,
  { bulkSize, callers = 1 }: Way,
  { roster, marks, status }: { roster: BenchRoster; marks: number; status: 'present' | 'absent' },
): Promise<number> {
  if (bulkSize !== undefined) return markBulks(contestant, roster, { bulkSize, marks, status });
  const cards = spreadDeck(roster.schools, Math.ceil(marks / roster.schools.length)).slice(0, marks);
  await markEach(
    contestant,
    cards.map((card) => ({ ...card, status })),
    callers,
  );
  return cards.length;
}

async function markBulks(
  contestant: Contestant,
  { schools, large }: BenchRoster,
  { bulkSize, marks, status }: { bulkSize: number; marks: number; status: 'present' | 'absent' },
): Promise<number> {
  const bulks = bulkSize === large.childIds.length ? [large] : schools.slice(0, Math.ceil(marks / bulkSize));
  for (const { schoolId, childIds } of bulks) {
    await contestant.markBulk({ schoolId, childIds: childIds.slice(0, bulkSize), status });
  }
  return bulks.length * bulkSize;
}
