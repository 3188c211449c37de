import type { Attendance, CallOptions, Clock, RegisterEntry, School } from 'rollbook';

/** When a morning's register closes, on the school's own wall clock. */
const closesAt = '09:30';

/**
 * Marks absent whom nobody has marked by the time the register closes. Call it every minute or so: before that time it
 * does nothing, and what it did once it doesn't do again.
 * @param options  A transaction of the host's, where the closing is part of one.
 * @returns        How many children became absent.
 */
export async function closeMorningRegister(
  { attendance, clock }: { readonly attendance: Attendance; readonly clock: Clock },
  school: Pick<School, 'id' | 'timezone'>,
  options: CallOptions = {},
): Promise<number> {
  if (timeAt(school.timezone, clock.now()) < closesAt) return 0;
  const { date, entries } = await attendance.getRegister({ schoolId: school.id }, options);
  const marks = entries.filter(({ status }) => status === null).map((entry) => toAbsence(entry, date));
  if (marks.length === 0) return 0;
  // onlyUnmarked: a teacher may have marked somebody since the register was read.
  const { tally } = await attendance.markBulkAttendance(
    { schoolId: school.id, markedBy: 'register-clock', date, onlyUnmarked: true, marks },
    options,
  );
  return tally.recorded;
}

/**
 * An assumption, which every mark by a person overrules: also one that a tablet made before the register closed and
 * sends afterwards. So such a mark counts as older than any of the day, or only just newer than the clearing of a wrong
 * tap.
 */
function toAbsence({ childId, record }: RegisterEntry, date: string) {
  const earliest = new Date(`${date}T00:00:00+14:00`);
  return { childId, status: 'absent' as const, occurredAt: record?.confirmedAt ?? earliest };
}

/** The time of day somewhere, `HH:MM`. */
function timeAt(timeZone: string, now: Date): string {
  return new Intl.DateTimeFormat('en-GB', { timeZone, hour: '2-digit', minute: '2-digit' }).format(now);
}
