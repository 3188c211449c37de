import { type ChildMark, type DefaultStatus, defaultLimits } from 'rollbook';
import type { DemoAttendance } from '../demo-attendance.ts';
import { numbered } from '../demo-ids.ts';
import { enrolledOn } from './cohorts.ts';
import type { SchoolDay } from './figures.ts';
import type { PlannedSchool } from './plan-schools.ts';

/**
 * Marks every child of a school once, in bulks as large as the limit allows.
 * @returns  How many marks were recorded.
 */
export async function markSchoolDay(
  attendance: DemoAttendance,
  school: PlannedSchool,
  figures: SchoolDay,
): Promise<number> {
  const marks = marksOf(school, figures);
  let recorded = 0;
  for (let start = 0; start < marks.length; start += defaultLimits.maxBulkSize) {
    const { tally } = await attendance.markBulkAttendance({
      schoolId: school.id,
      marks: marks.slice(start, start + defaultLimits.maxBulkSize),
      markedBy: 'replay',
      returning: 'outcomes',
    });
    recorded += tally.recorded;
  }
  return recorded;
}

function marksOf(school: PlannedSchool, figures: SchoolDay): ChildMark<DefaultStatus, 'day'>[] {
  const children = enrolledOn(school.cohorts, figures.date);
  return Array.from(children, (child, index) => ({
    childId: numbered(school.idPrefix, child),
    status: statusOf(index, figures),
  }));
}

/** The figures don't say which child was absent, so the first are present, the next absent and the last released. */
function statusOf(index: number, { present, absent }: SchoolDay): DefaultStatus {
  if (index < present) return 'present';
  return index < present + absent ? 'absent' : 'excused';
}
