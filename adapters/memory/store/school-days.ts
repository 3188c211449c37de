import type { AttendanceRecord, Revision } from '../../../src/index.js';
import type { HistoryEntry } from '../../../src/rules/index.js';

/**
 * A stored revision: the entry of the history, the span of time it ended, and its place among all that were ever
 * written.
 */
export type RevisionRow = Revision & HistoryEntry & { readonly place: number };

/** The rows of one child in one session of a day. Rows are replaced, never changed. */
export interface ChildRows {
  record: AttendanceRecord;
  /** The greatest id that a revision of the record has had. */
  lastRevision: bigint;
  /** Oldest first. */
  revisions: RevisionRow[];
}

/** Which session of which school's day. */
export interface DayPlace {
  readonly schoolId: string;
  readonly date: string;
  readonly session: string;
}

/** The rows of one session of a school's day. */
export interface SchoolDay extends DayPlace {
  readonly children: Map<string, ChildRows>;
  /** By status. */
  readonly counts: Map<string, number>;
}

/** Counts the current records of one school, day and session that have a status. */
export interface DailyCountRow {
  readonly schoolId: string;
  readonly date: string;
  readonly session: string;
  readonly status: string;
  readonly count: number;
}

/** All days, by school. A mark looks ids up as they came: two look-ups cost less than one joined key. */
export class SchoolDays {
  readonly #bySchool = new Map<string, Map<string, SchoolDay>>();
  /** Every session that was ever written to: as many as a host has. */
  readonly #sessions = new Set<string>();

  /** Lists the days of a school, or all days. */
  *all(schoolId?: string): Generator<SchoolDay> {
    if (schoolId !== undefined) yield* this.#bySchool.get(schoolId)?.values() ?? [];
    else for (const days of this.#bySchool.values()) yield* days.values();
  }

  /** `undefined` when nothing was ever written to it. */
  find({ schoolId, date, session }: DayPlace): SchoolDay | undefined {
    return this.#bySchool.get(schoolId)?.get(keyOf(date, session));
  }

  /** The greatest id that a revision of a child's day has had, in any session; `null` where nothing is stored of it. */
  lastRevision(day: SchoolDay, childId: string): bigint | null {
    let last: bigint | null = null;
    for (const session of this.#sessions) {
      const ofSession = session === day.session ? day : this.find({ ...day, session });
      const id = ofSession?.children.get(childId)?.lastRevision;
      if (id !== undefined && (last === null || id > last)) last = id;
    }
    return last;
  }

  /** The day to write to. */
  open(place: DayPlace): SchoolDay {
    const known = this.find(place);
    if (known) return known;
    const { schoolId, date, session } = place;
    return this.#put({ schoolId, date, session, children: new Map(), counts: new Map() });
  }

  /** A copy that can be changed without the original noticing. */
  copy(): SchoolDays {
    const copied = new SchoolDays();
    for (const day of this.all()) {
      copied.#put({ ...day, children: new Map(Array.from(day.children, copyRows)), counts: new Map(day.counts) });
    }
    return copied;
  }

  #put(day: SchoolDay): SchoolDay {
    this.#sessions.add(day.session);
    const days = this.#bySchool.get(day.schoolId) ?? new Map<string, SchoolDay>();
    this.#bySchool.set(day.schoolId, days.set(keyOf(day.date, day.session), day));
    return day;
  }
}

function copyRows([childId, rows]: readonly [string, ChildRows]): [string, ChildRows] {
  return [childId, { ...rows, revisions: [...rows.revisions] }];
}

/** The key that was made last. In a rush most marks are of the same day and session. */
const latest = { date: '', session: '', key: ' ' };

function keyOf(date: string, session: string): string {
  if (date !== latest.date || session !== latest.session) {
    latest.key = `${date} ${session}`;
    latest.date = date;
    latest.session = session;
  }
  return latest.key;
}

/** The counters of one day, as rows of a table. */
export function toCountRows({ schoolId, date, session, counts }: SchoolDay): DailyCountRow[] {
  return Array.from(counts, ([status, count]) => ({ schoolId, date, session, status, count }));
}

/** Moves the counter of a status; of none, nothing. */
export function addToCount({ counts }: SchoolDay, status: string | null, by: number): void {
  if (status !== null) counts.set(status, (counts.get(status) ?? 0) + by);
}

/** Sets one counter to what the caller says. */
export function setCount(days: SchoolDays, { status, count, ...place }: DailyCountRow): void {
  days.open(place).counts.set(status, count);
}

/** The counters of one day that are not 0, by status. */
export function countsByStatus(day: SchoolDay | undefined): Record<string, number> {
  return Object.fromEntries([...(day?.counts ?? [])].filter(([, count]) => count !== 0));
}
