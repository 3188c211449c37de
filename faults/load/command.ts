import type { SchoolOnRoster } from '../../test/integration/support/school-database.ts';
import { type Dice, pickWith } from './dice.ts';
import type { SentMark } from './ledger.ts';

/** A command that a client sends at once. */
export interface LoadCommand {
  /** `bulk` has one status for all, and `mixed` one for each child. `inside` is a mark in a transaction of the host. */
  readonly kind: 'mark' | 'clear' | 'bulk' | 'mixed' | 'inside';
  readonly schoolId: string;
  readonly marks: readonly SentMark[];
  /** Options of a `bulk`. Default: the library's. */
  readonly options?: { readonly onlyUnmarked?: boolean; readonly allOrNothing?: boolean };
}

/** The material of load. */
export interface CommandOptions {
  readonly schools: readonly SchoolOnRoster[];
  readonly dice: Dice;
  /** True if some marks are made in a transaction of the host. */
  readonly hasTransactions: boolean;
  /** The share of commands that happen when they arrive. Default a tenth. */
  readonly nowShare?: number;
}

export const statuses = ['present', 'late', 'sick', 'excused', 'absent'] as const;
/** Children of each school that half of the marks are about. */
const hotChildren = 4;
/** The time since the first mark happened, in milliseconds. */
export const morningMs = 6 * 3_600_000;

/**
 * Makes command after command, mostly single marks. Half of the marks are on a few children, so that clients meet. Each
 * mark happened a millisecond after the one before, and all happened since this morning. Some marks happen when they
 * arrive. Such marks are all about one child of each school, and no other marks are about that child.
 */
export function createCommands({ schools, dice, hasTransactions, nowShare = 0.1 }: CommandOptions): () => LoadCommand {
  const startedAt = Date.now() - morningMs;
  let made = 0;
  return () => {
    made += 1;
    const school = pickWith(dice, schools);
    const { schoolId, childIds } = school;
    if (dice() < nowShare) return commandOfNow(schoolId, childIds.at(-1), `teacher-${made}`, dice);
    const kind = kindOf(dice(), hasTransactions);
    const common = { schoolId, occurredAt: new Date(startedAt + made), markedBy: `teacher-${made}` };
    const shared = kind === 'clear' ? null : pickWith(dice, statuses);
    const marks = childrenOf(kind, school, dice).map((childId, index) => ({
      ...common,
      childId,
      ...(kind === 'mixed'
        ? { status: pickWith(dice, statuses), markedBy: `${common.markedBy}.${index}` }
        : { status: shared }),
    }));
    return { kind, schoolId, marks };
  };
}

/**
 * Makes a command that happens when it arrives. Half of these commands are bulks, which overtake the marks that wait in
 * their school's lane.
 */
function commandOfNow(schoolId: string, childId = '', markedBy: string, dice: Dice): LoadCommand {
  const mark = { schoolId, childId, markedBy, status: pickWith(dice, statuses), occurredAt: undefined };
  return { kind: dice() < 0.5 ? 'mark' : 'bulk', schoolId, marks: [mark] };
}

function kindOf(throwOfDice: number, hasTransactions: boolean): LoadCommand['kind'] {
  if (throwOfDice < 0.04) return 'bulk';
  if (throwOfDice < 0.08) return 'mixed';
  if (throwOfDice < 0.18) return 'clear';
  return hasTransactions && throwOfDice < 0.28 ? 'inside' : 'mark';
}

function childrenOf(kind: LoadCommand['kind'], school: SchoolOnRoster, dice: Dice): readonly string[] {
  const childIds = school.childIds.slice(0, -1);
  if (kind !== 'bulk' && kind !== 'mixed')
    return [pickWith(dice, dice() < 0.5 ? childIds.slice(0, hotChildren) : childIds)];
  const first = Math.floor(dice() * childIds.length);
  const size = 2 + Math.floor(dice() * 10);
  return childIds.slice(first, first + size);
}
