import type { SchoolOnRoster } from '../../test/integration/support/school-database.ts';
import { type LoadCommand, morningMs, statuses } from './command.ts';
import { type Dice, pickWith } from './dice.ts';

const [fewest, most] = [10, 30];

/**
 * Makes bulks over the same children. Each bulk has some of the children, in an order of its own. Every tenth command
 * is a single mark.
 */
export function createOverlappingBulks(schools: readonly SchoolOnRoster[], dice: Dice): () => LoadCommand {
  const startedAt = Date.now() - morningMs;
  let made = 0;
  return () => {
    made += 1;
    const isSingle = made % 10 === 0;
    const { schoolId, childIds } = pickWith(dice, schools);
    const size = isSingle ? 1 : fewest + Math.floor(dice() * (most - fewest + 1));
    const marks = shuffleWith(dice, childIds)
      .slice(0, size)
      .map((childId, index) => ({
        schoolId,
        childId,
        status: pickWith(dice, statuses),
        markedBy: `teacher-${made}.${index}`,
        occurredAt: new Date(startedAt + made),
      }));
    return { kind: isSingle ? 'mark' : 'mixed', schoolId, marks };
  };
}

function shuffleWith<Item>(dice: Dice, items: readonly Item[]): Item[] {
  return items
    .map((item) => ({ item, place: dice() }))
    .toSorted((a, b) => a.place - b.place)
    .map(({ item }) => item);
}
