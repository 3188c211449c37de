import type {
  ChildHistoryQuery,
  DailyFigures,
  DayQuery,
  RegisterEntry,
  RegisterOfDay,
  RegisterReader,
  Revision,
} from '../../../src/index.js';
import {
  childNotFound,
  compareTexts,
  enrolmentOn,
  isEnrolledOn,
  schoolDay,
  schoolTimezoneInvalid,
} from '../../../src/rules/index.js';
import type { MemoryParts } from '../roster/memory-parts.js';
import { type ChildOnRoster, findChild, type RosterIndex, requireSchool } from '../roster/roster-index.js';
import { copyRecord, copyRevision, type MemoryState } from '../store/memory-state.js';
import type { MemoryTransaction } from '../store/memory-transaction.js';
import { countsByStatus, type RevisionRow, type SchoolDay } from '../store/school-days.js';

/** Reads registers, figures and histories in memory. */
export function createRegisterReader({ store, roster }: MemoryParts): RegisterReader<MemoryTransaction> {
  return {
    getRegister: async (query, { transaction } = {}) => readRegister(store.read(transaction), roster(), query),
    getDailyFigures: async (query, { transaction } = {}) => readDailyFigures(store.read(transaction), roster(), query),
    getHistory: async (query, { transaction } = {}) => readHistory(store.read(transaction), roster(), query),
  };
}

/** The register of one day. */
function readRegister(state: MemoryState, roster: RosterIndex, query: DayQuery): RegisterOfDay {
  const date = dateOf(roster, query);
  const children = enrolledChildren(roster, query, date);
  const day = state.days.find({ schoolId: query.schoolId, date, session: query.session });
  return { date, entries: children.map((child) => toEntry(day, child)) };
}

/** The figures of one day. */
function readDailyFigures(state: MemoryState, roster: RosterIndex, query: DayQuery): DailyFigures {
  const { schoolId, session } = query;
  const date = dateOf(roster, query);
  const children = enrolledChildren(roster, query, date);
  const day = state.days.find({ schoolId, date, session });
  const statuses = children.map(({ id }) => day?.children.get(id)?.record.status ?? null);
  const byStatus = query.classId === undefined ? countsByStatus(day) : tally(statuses);
  return { date, enrolled: children.length, unmarked: statuses.filter((status) => status === null).length, byStatus };
}

/** The revisions of one child, newest first. */
function readHistory(state: MemoryState, roster: RosterIndex, query: ChildHistoryQuery): Revision[] {
  const { schoolId, childId, from, to } = query;
  requireSchool(roster, schoolId);
  const revisions = [...state.days.all(schoolId)].flatMap((day) => day.children.get(childId)?.revisions ?? []);
  const isKnown = revisions.length > 0 || findChild(roster, schoolId, childId) !== undefined;
  if (!isKnown) throw childNotFound(schoolId, childId);
  const isAsked = ({ date }: Revision) => (!from || date >= from) && (!to || date <= to);
  return revisions.filter(isAsked).sort(compareAge).map(copyRevision);
}

/** By id, the greatest first; of one id the later day, then session. */
function compareAge(a: RevisionRow, b: RevisionRow): number {
  if (a.id !== b.id) return BigInt(a.id) < BigInt(b.id) ? 1 : -1;
  return compareTexts(b.date, a.date) || compareTexts(b.session, a.session);
}

function dateOf(roster: RosterIndex, { schoolId, date, now }: DayQuery): string {
  const { timezone } = requireSchool(roster, schoolId);
  const day = date ?? schoolDay(now, timezone);
  if (day === undefined) throw schoolTimezoneInvalid(schoolId);
  return day;
}

interface EnrolledChild extends ChildOnRoster {
  readonly classId: string | null;
}

/** In the class of that day, and of one class if the query names it. */
function enrolledChildren({ childrenBySchool }: RosterIndex, query: DayQuery, date: string): EnrolledChild[] {
  return [...(childrenBySchool.get(query.schoolId)?.values() ?? [])]
    .filter(({ enrolments }) => isEnrolledOn(enrolments, date))
    .map((child) => ({ ...child, classId: enrolmentOn(child.enrolments, date)?.classId ?? null }))
    .filter(({ classId }) => query.classId === undefined || classId === query.classId);
}

function tally(statuses: readonly (string | null)[]): Record<string, number> {
  const counts = new Map<string, number>();
  for (const status of statuses) if (status !== null) counts.set(status, (counts.get(status) ?? 0) + 1);
  return Object.fromEntries(counts);
}

function toEntry(day: SchoolDay | undefined, child: EnrolledChild): RegisterEntry {
  const record = day?.children.get(child.id)?.record;
  return {
    childId: child.id,
    name: child.name,
    classId: child.classId,
    status: record?.status ?? null,
    record: record ? copyRecord(record) : null,
  };
}
