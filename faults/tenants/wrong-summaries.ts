import type { Attendance, AttendanceRecord, Child, Roster } from 'rollbook';
import { inWords } from './compare.ts';
import { days } from './vocabulary.ts';

/** The stored data from which a summary is made. */
export interface Stored {
  readonly roster: Roster;
  readonly records: readonly AttendanceRecord[];
}

/** Finds summaries that differ from the school's own children and records, and describes them. */
export async function findWrongSummaries(
  attendance: Pick<Attendance<string, 'am' | 'pm'>, 'getDailySummary'>,
  { roster, records }: Stored,
): Promise<string[]> {
  const wrong: string[] = [];
  for (const of of placesIn(roster)) {
    const { enrolled, attended, unmarked, byStatus } = await attendance.getDailySummary(of);
    const counted = Object.fromEntries(Object.entries(byStatus).filter(([, count]) => count !== 0));
    const said = inWords({ enrolled, attended, unmarked, byStatus: counted });
    const own = inWords(summaryOf({ roster, records }, of));
    if (said !== own) wrong.push(`on ${of.date}, ${of.session}: ${said} instead of ${own}`);
  }
  return wrong;
}

type Place = Pick<AttendanceRecord, 'schoolId' | 'date'> & { readonly session: 'am' | 'pm' };

/** The days and sessions of schools with a usable time zone. */
function placesIn({ schools }: Roster): Place[] {
  return schools
    .filter(({ timezone }) => timezone.includes('/'))
    .flatMap(({ id: schoolId }) =>
      days.flatMap((date) => (['am', 'pm'] as const).map((session) => ({ schoolId, date, session }))),
    );
}

/** The figures of a school, counted one by one. */
function summaryOf({ roster, records }: Stored, { schoolId, date, session }: Place) {
  const enrolled = roster.children.filter((child) => child.schoolId === schoolId && isThere(roster, child, date));
  const marked = records.filter(
    (record) =>
      record.schoolId === schoolId && record.date === date && record.session === session && record.status !== null,
  );
  const has = new Set(marked.map(({ childId }) => childId));
  const byStatus: Record<string, number> = {};
  for (const { status } of marked) if (status !== null) byStatus[status] = (byStatus[status] ?? 0) + 1;
  return {
    enrolled: enrolled.length,
    attended: marked.filter(({ status }) => status === 'present' || status === 'late').length,
    unmarked: enrolled.filter(({ id }) => !has.has(id)).length,
    byStatus,
  };
}

function isThere({ enrolments = [] }: Roster, child: Child, date: string): boolean {
  const own = enrolments.filter(({ schoolId, childId }) => schoolId === child.schoolId && childId === child.id);
  return own.some(
    ({ enrolledFrom, enrolledUntil }) => (enrolledFrom ?? '0000') <= date && date <= (enrolledUntil ?? '9999'),
  );
}
