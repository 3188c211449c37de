import type { Pool } from 'pg';
import type { SchoolCalendar } from '../world/school-calendar.ts';

/** One child's mark. */
export interface ChildMark {
  readonly schoolId: string;
  readonly childId: string;
  readonly status: 'present' | 'absent';
}

/** One status for many children of a school, none of them twice. */
export interface BulkMark {
  readonly schoolId: string;
  readonly childIds: readonly string[];
  readonly status: 'present' | 'absent';
}

/** The figures of a school's day in a contestant's tables. */
export interface SchoolAudit {
  /** Stored records of the day. */
  readonly records: number;
  /** Children with a record. */
  readonly children: number;
  /** Children whose last record says that they are there. */
  readonly present: number;
  /** The same figure by the contestant's counter. */
  readonly counted: number;
}

/** A way to record attendance, open on one database. */
export interface Contestant {
  readonly name: ContestantName;
  readonly pool: Pool;
  /** Resolves when the mark is stored. */
  mark(mark: ChildMark): Promise<unknown>;
  /** Resolves when all are stored. */
  markBulk(bulk: BulkMark): Promise<unknown>;
  /** Compares the school's records of the calendar's today with its counter. */
  audit(schoolId: string): Promise<SchoolAudit>;
  /** The statement with which a host transaction locks the school's counter. */
  holdCounter(schoolId: string): { readonly text: string; readonly values: string[] };
  close(): Promise<void>;
}

/** Opens a contestant on a database. */
export type OpenContestant = (url: string, calendar: SchoolCalendar) => Promise<Contestant>;

export type ContestantName = (typeof contestantNames)[number];

/** In the order of the report. */
export const contestantNames = ['rollbook', 'lean SQL', 'V1, 20 ms', 'V1, 0 ms', 'V2', 'V3/V4'] as const;

/** A title for each contestant. */
export const contestantTitles: Readonly<Record<ContestantName, string>> = {
  rollbook: 'the package with its defaults and notification jobs, on a pool of 4',
  'lean SQL':
    'the floor: record, event, counters and job in a hand-written statement, sent by a bare batcher, on a pool of 4',
  'V1, 20 ms': 'the incident: six queries, COUNT, each parent notified in 20 ms while the mark waits; a pool of 95',
  'V1, 0 ms': 'the same with a notification that takes no time',
  V2: 'asynchronous notification, increment instead of COUNT; a pool of 10',
  'V3/V4': 'the repair: one eager query, insert, job, increment; bulks in four statements; a pool of 10',
};
