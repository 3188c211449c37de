import {
  type AttendanceRepository,
  type Child,
  childNotFound,
  type DailyFigures,
  type DayQuery,
  type RegisterEntry,
  type Revision,
  schoolDay,
  schoolNotFound,
  schoolTimezoneInvalid,
} from '../../src/index.js';
import { isEnrolledOn } from '../../src/rules/index.js';
import { countsByStatus } from './daily-counts.js';
import { copyRecord, copyRevision, type MemoryState } from './memory-state.js';
import type { RosterIndex } from './roster-index.js';
import type { SchoolDay } from './school-days.js';

type QueryOf<Method extends 'getRegister' | 'getHistory'> = Parameters<AttendanceRepository[Method]>[0];

/** The register of one day. */
export function readRegister(state: MemoryState, roster: RosterIndex, query: QueryOf<'getRegister'>) {
  const date = dateOf(roster, query);
  const children = enrolledChildren(roster, query.schoolId, date).filter(
    ({ classId }) => query.classId === undefined || classId === query.classId,
  );
  const day = state.days.find({ schoolId: query.schoolId, date, session: query.session });
  return { date, entries: children.map((child) => toEntry(day, child)) };
}

/** The figures of one day. */
export function readDailyFigures(state: MemoryState, roster: RosterIndex, query: DayQuery): DailyFigures {
  const { schoolId, session } = query;
  const date = dateOf(roster, query);
  const children = enrolledChildren(roster, schoolId, date);
  const day = state.days.find({ schoolId, date, session });
  const unmarked = children.filter(({ id }) => (day?.children.get(id)?.record.status ?? null) === null);
  return { date, enrolled: children.length, unmarked: unmarked.length, byStatus: countsByStatus(day) };
}

/** The revisions of one child, newest first. */
export function readHistory(state: MemoryState, roster: RosterIndex, query: QueryOf<'getHistory'>): Revision[] {
  const { schoolId, childId, from, to } = query;
  requireSchool(roster, schoolId);
  const revisions = [...state.days.all(schoolId)].flatMap((day) => day.children.get(childId)?.revisions ?? []);
  const isKnown = revisions.length > 0 || roster.children.get(childId)?.schoolId === schoolId;
  if (!isKnown) throw childNotFound(schoolId, childId);
  const isAsked = ({ date }: Revision) => (!from || date >= from) && (!to || date <= to);
  return revisions
    .filter(isAsked)
    .sort((a, b) => Number(b.id) - Number(a.id))
    .map(copyRevision);
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

function toEntry(day: SchoolDay | undefined, child: Child): RegisterEntry {
  const record = day?.children.get(child.id)?.record;
  return {
    childId: child.id,
    name: child.name,
    classId: child.classId ?? null,
    status: record?.status ?? null,
    record: record ? copyRecord(record) : null,
  };
}
