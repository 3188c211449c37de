import {
  type AttendanceRepository,
  type Child,
  childNotFound,
  type DailyFigures,
  type DayQuery,
  isEnrolledOn,
  type RegisterEntry,
  type Revision,
  schoolDay,
  schoolNotFound,
  schoolTimezoneInvalid,
} from '../../src/index.js';
import { countsByStatus } from './daily-counts.js';
import { keyOf } from './key-of.js';
import { copyRecord, copyRevision, type MemoryState, recordKey } from './memory-state.js';
import type { RosterIndex } from './roster-index.js';

type QueryOf<Method extends 'getRegister' | 'getHistory'> = Parameters<AttendanceRepository[Method]>[0];

/** The register of one day. */
export function readRegister(state: MemoryState, roster: RosterIndex, query: QueryOf<'getRegister'>) {
  const date = dateOf(roster, query);
  const children = enrolledChildren(roster, query.schoolId, date).filter(
    ({ classId }) => query.classId === undefined || classId === query.classId,
  );
  return { date, entries: children.map((child) => toEntry(state, child, date, query.session)) };
}

/** The figures of one day. */
export function readDailyFigures(state: MemoryState, roster: RosterIndex, query: DayQuery): DailyFigures {
  const { schoolId, session } = query;
  const date = dateOf(roster, query);
  const children = enrolledChildren(roster, schoolId, date);
  const unmarked = children.filter((child) => toEntry(state, child, date, session).status === null);
  const byStatus = countsByStatus(state, { schoolId, date, session });
  return { date, enrolled: children.length, unmarked: unmarked.length, byStatus };
}

/** The revisions of one child, newest first. */
export function readHistory(state: MemoryState, roster: RosterIndex, query: QueryOf<'getHistory'>): Revision[] {
  const { schoolId, childId, from, to } = query;
  requireSchool(roster, schoolId);
  const revisions = state.revisions.get(keyOf(schoolId, childId));
  if (!revisions && roster.children.get(childId)?.schoolId !== schoolId) throw childNotFound(schoolId, childId);
  const isAsked = ({ date }: Revision) => (!from || date >= from) && (!to || date <= to);
  return (revisions ?? []).filter(isAsked).map(copyRevision).reverse();
}

/** @throws {AttendanceError} `school_not_found` */
export function requireSchool(roster: RosterIndex, schoolId: string) {
  const school = roster.schools.get(schoolId);
  if (!school) throw schoolNotFound(schoolId);
  return school;
}

function dateOf(roster: RosterIndex, { schoolId, date, now }: DayQuery): string {
  const { timezone } = requireSchool(roster, schoolId);
  const day = date ?? schoolDay(now, timezone);
  if (day === undefined) throw schoolTimezoneInvalid(schoolId);
  return day;
}

function enrolledChildren(roster: RosterIndex, schoolId: string, date: string): Child[] {
  return (roster.childrenBySchool.get(schoolId) ?? []).filter((child) => isEnrolledOn(child, date));
}

function toEntry(state: MemoryState, child: Child, date: string, session: string): RegisterEntry {
  const record = state.records.get(recordKey({ schoolId: child.schoolId, childId: child.id, date, session }));
  return {
    childId: child.id,
    name: child.name,
    classId: child.classId ?? null,
    status: record?.status ?? null,
    record: record ? copyRecord(record) : null,
  };
}
