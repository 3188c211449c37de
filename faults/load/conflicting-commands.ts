import type { SchoolOnRoster } from '../../test/integration/support/school-database.ts';
import { type LoadCommand, morningMs, statuses } from './command.ts';
import { type Dice, pickWith } from './dice.ts';

const hotChildren = 8;
/** Clients that mark a cold child at once, before any other client does. */
const racersPerColdChild = 4;
/** Swaps instants of marks that are on their way together, so that some arrive after a later one. */
const shuffledBits = 0b10101;

/** Counts the children that a race of so many marks needs. */
export function childrenInRace(marks: number): number {
  return hotChildren + Math.ceil(marks / 2 / racersPerColdChild);
}

/** The share of bulks for children whom nobody has marked yet. Such a bulk has one child of each kind. */
const onlyUnmarkedShare = 0.1;

/**
 * Makes single marks and clears. Half of the marks are on a few children, the others on one child after another, four
 * at a time. Some bulks among the commands leave children alone who have a status already.
 */
export function createConflictingCommands({ schoolId, childIds }: SchoolOnRoster, dice: Dice): () => LoadCommand {
  const startedAt = Date.now() - morningMs;
  const hot = childIds.slice(0, hotChildren);
  const cold = childIds.slice(hotChildren);
  let [made, coldMade] = [0, 0];
  const nextCold = () => {
    const childId = cold[Math.floor(coldMade / racersPerColdChild) % cold.length] ?? pickWith(dice, cold);
    coldMade += 1;
    return childId;
  };
  return () => {
    made += 1;
    const common = { schoolId, markedBy: `teacher-${made}`, occurredAt: new Date(startedAt + (made ^ shuffledBits)) };
    const status = pickWith(dice, statuses);
    if (dice() < onlyUnmarkedShare) {
      const marks = [pickWith(dice, hot), nextCold()].map((childId) => ({ ...common, childId, status }));
      return { kind: 'bulk', schoolId, marks, options: { onlyUnmarked: true, allOrNothing: dice() < 0.5 } };
    }
    const isClear = dice() < 0.1;
    const childId = dice() < 0.5 ? pickWith(dice, hot) : nextCold();
    const mark = { ...common, childId, status: isClear ? null : status };
    return { kind: isClear ? 'clear' : 'mark', schoolId, marks: [mark] };
  };
}
