import { AttendanceError, type Mark, type MarkResult, type RecordMarksRequest } from 'rollbook';

/** What becomes of a statement: whether it is recorded, and what its sender hears. */
export type Fate = 'answered' | 'lost' | 'timed out' | 'recorded, then lost' | 'recorded, then timed out';

const lost = () => new AttendanceError('repository_unavailable', 'gone', { reason: 'connection' });
const timedOut = () => new AttendanceError('repository_unavailable', 'slow', { reason: 'timeout' });

/** Whose mark it is: each has a number of its own, as its `markedBy`. */
export const numberOf = ({ markedBy }: Pick<Mark, 'markedBy'>): number => Number(markedBy);

/** A mark with this reason makes its statement fail. */
export const poison = 'poison';

/** A store that loses statements and answers, and checks what it is asked for. */
export class ShakyStore {
  /** Marks in the order in which they were first recorded. */
  readonly recorded: Mark[] = [];
  /** What should never have been asked for. */
  readonly complaints: string[] = [];
  readonly #instants = new Map<number, number>();
  readonly #running = new Set<RecordMarksRequest>();
  readonly #nextFate: () => Fate;
  readonly #work: () => Promise<void>;
  readonly #maxInFlight: number;

  /** @param work  What a statement waits for before it is recorded, and again before it is answered. */
  constructor(parts: {
    readonly nextFate: () => Fate;
    readonly work: () => Promise<void>;
    readonly maxInFlight: number;
  }) {
    this.#nextFate = parts.nextFate;
    this.#work = parts.work;
    this.#maxInFlight = parts.maxInFlight;
  }

  async recordMarks(request: RecordMarksRequest): Promise<readonly MarkResult[]> {
    this.#check(request);
    this.#running.add(request);
    const fate = this.#nextFate();
    try {
      await this.#work();
      if (request.marks.some(({ reason }) => reason === poison))
        throw new AttendanceError('repository_failed', 'no', {});
      if (fate !== 'lost' && fate !== 'timed out') this.#record(request);
      await this.#work();
      if (fate.endsWith('lost')) throw lost();
      if (fate.endsWith('timed out')) throw timedOut();
      return request.marks.map((mark) => resultOf(mark));
    } finally {
      this.#running.delete(request);
    }
  }

  #check({ marks }: RecordMarksRequest): void {
    const schools = new Set(marks.map(({ schoolId }) => schoolId));
    for (const other of this.#running) {
      if (other.marks.some(({ schoolId }) => schoolId !== undefined && schools.has(schoolId)))
        this.complaints.push('a school in two statements');
    }
    if (this.#running.size >= this.#maxInFlight) this.complaints.push('too many statements');
    if (new Set(marks.map(({ childId }) => childId)).size < marks.length) this.complaints.push('a child twice');
  }

  /** A mark that is sent again as if it had never been would count again. */
  #record({ marks, now, mayBeRecorded }: RecordMarksRequest): void {
    for (const mark of marks) {
      const at = this.#instants.get(numberOf(mark));
      if (at === undefined) this.recorded.push(mark);
      else if (!mayBeRecorded || at !== now.getTime()) this.complaints.push('a doubled mark');
      this.#instants.set(numberOf(mark), now.getTime());
    }
  }
}

/** A school of two children in a row. */
export const schoolOf = (childId: string): string => `school-${Math.floor(Number(childId) / 2)}`;

/** Every mark gets a result of its own. */
function resultOf({ childId, session, markedBy, occurredAt, status }: Mark): MarkResult {
  const key = { schoolId: schoolOf(childId), childId, date: '2026-11-02', session };
  const times = { occurredAt, confirmedAt: occurredAt, recordedAt: occurredAt };
  const record = { ...key, ...times, status, reason: null, note: null, markedBy };
  return { ...key, outcome: 'recorded', previousStatus: null, record };
}
