import type { SchoolOnRoster } from '../../test/integration/support/school-database.ts';
import { type Dice, pickWith } from './dice.ts';
import type { SentMark } from './ledger.ts';

/** What a client sends at once. */
export interface LoadCommand {
  /** `bulk` has one status for all, `mixed` one for each child, `inside` is a mark in a transaction of the host's. */
  readonly kind: 'mark' | 'clear' | 'bulk' | 'mixed' | 'inside';
  readonly schoolId: string;
  readonly marks: readonly SentMark[];
  /** Of a `bulk`, how it is recorded. Default: as the library has it. */
  readonly options?: { readonly onlyUnmarked?: boolean; readonly allOrNothing?: boolean };
}

/** What load is made of. */
export interface CommandOptions {
  readonly schools: readonly SchoolOnRoster[];
  readonly dice: Dice;
  /** Whether some marks are made in a transaction of the host's. */
  readonly hasTransactions: boolean;
  /** The share of commands that happen when they arrive. Default a tenth. */
  readonly nowShare?: number;
}

export const statuses = ['present', 'late', 'sick', 'excused', 'absent'] as const;
/** Children of each school that half of the marks are about. */
const hotChildren = 4;
/** How long ago the first mark happened, in milliseconds. */
export const morningMs = 6 * 3_600_000;

/**
 * Makes command after command: mostly single marks, half of them on a few children, so that clients meet. Each happened
 * a millisecond after the one before, all of them since this morning; but for some that happen when they arrive, which
 * are all about one child of each school, whom no others are about.
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

/** Half of them are bulks, which pass by the marks that wait for their school's turn. */
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
