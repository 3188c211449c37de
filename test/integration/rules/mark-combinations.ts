import type { AttendanceRecord, Enrolment, Mark } from 'rollbook';
import type { HistoryEntry } from 'rollbook/rules';

/** One situation of a mark, in which everything that may decide about it is said. */
export interface Combination {
  readonly name: string;
  readonly mark: Pick<Mark, 'status' | 'occurredAt' | 'occurredLast' | 'reason' | 'note'>;
  /** What stands; `null` when nothing is stored. */
  readonly current: StandingRecord | null;
  readonly assumed: boolean;
  readonly history: readonly HistoryEntry[];
  /** `undefined`: the child is not on the school's roster. */
  readonly enrolments: readonly Pick<Enrolment, 'enrolledFrom' | 'enrolledUntil'>[] | undefined;
}

export type StandingRecord = Pick<
  AttendanceRecord,
  'status' | 'reason' | 'note' | 'markedBy' | 'occurredAt' | 'confirmedAt' | 'recordedAt'
>;

/** The school is in Jakarta; the marks are of this day. */
export const date = '2026-03-02';
/** When the request was received. */
export const now = at('09:00');
const teacher = 'teacher-1';

function at(time: string): Date {
  return new Date(`${date}T${time}:00.000+07:00`);
}

const standing = (changes: Partial<StandingRecord>): StandingRecord => ({
  status: 'present',
  reason: null,
  note: null,
  markedBy: 'teacher-2',
  occurredAt: at('07:30'),
  confirmedAt: at('08:00'),
  recordedAt: at('08:00'),
  ...changes,
});

const currents: Readonly<Record<string, StandingRecord | null>> = {
  nothing: null,
  'a tombstone': standing({ status: null }),
  present: standing({}),
  'present with a reason': standing({ reason: 'late bus' }),
  'absent with a note': standing({ status: 'absent', note: 'called' }),
  'a first try': standing({ markedBy: teacher, recordedAt: now }),
  'recorded since': standing({ status: 'absent', recordedAt: at('09:01') }),
};

/** Before, within, at the end of and after what stands. */
const instants = ['07:00', '07:45', '08:00', '08:30'];
const occurrences = [
  ...instants.map((time) => ({ occurredAt: at(time), occurredLast: false })),
  { occurredAt: now, occurredLast: true },
];
const statuses = [null, 'present', 'absent'];
const details: readonly Pick<Mark, 'reason' | 'note'>[] = [
  {},
  { reason: null, note: 'called' },
  { reason: 'late bus' },
];

const roster: Readonly<Record<string, Combination['enrolments']>> = {
  'always enrolled': [],
  'left last week': [{ enrolledUntil: '2026-02-27' }],
  'off the roster': undefined,
};

const histories: Readonly<Record<string, (mark: Combination['mark']) => readonly HistoryEntry[]>> = {
  'an empty history': () => [],
  'the first try in the history': ({ status }) => [
    entry({ outcome: 'recorded', status, markedBy: teacher, recordedAt: now, occurredAt: at('08:30') }),
  ],
  'a span that ended': ({ status }) => [
    entry({
      outcome: 'corrected',
      status: status === 'absent' ? 'present' : 'absent',
      occurredAt: at('07:10'),
      endedSpan: { status, occurredAt: at('06:50'), confirmedAt: at('07:05') },
    }),
  ],
};

function entry(changes: Partial<HistoryEntry>): HistoryEntry {
  return {
    outcome: 'recorded',
    status: 'present',
    reason: null,
    note: null,
    markedBy: 'teacher-2',
    occurredAt: at('07:30'),
    recordedAt: at('08:00'),
    endedSpan: null,
    ...changes,
  };
}

/** Every combination, about the mark alone; the request's own choices come on top. */
export function markCombinations(): Combination[] {
  return Object.entries(currents).flatMap(([standingName, current]) =>
    Object.entries(roster).flatMap(([rosterName, enrolments]) =>
      Object.entries(histories).flatMap(([historyName, historyOf]) =>
        marksOf().flatMap((mark, index) =>
          (current ? [false, true] : [false]).map((assumed) => ({
            name: [standingName, rosterName, historyName, assumed ? 'assumed' : 'a person', `mark ${index}`].join(', '),
            mark,
            current,
            assumed,
            history: current ? historyOf(mark) : [],
            enrolments,
          })),
        ),
      ),
    ),
  );
}

function marksOf(): Combination['mark'][] {
  return statuses.flatMap((status) =>
    occurrences.flatMap((occurrence) => details.map((detail) => ({ status, ...occurrence, ...detail }))),
  );
}

/** The mark of a combination, as the port takes it. */
export function toMark({ mark }: Combination, childId: string): Mark {
  return { ...mark, childId, date, session: 'am', markedBy: teacher };
}
