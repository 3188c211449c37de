import type { DefaultStatus } from '../domain/status.js';
import type { LocaleTexts } from './texts.js';

/** Says "Update", not "Correction": a child who was absent and comes late was rightly marked both times. */
export const english: LocaleTexts<DefaultStatus> = {
  message: '{school} ({day}): {changes}',
  session: '{day}, {session}',
  at: ' at {time}',
  marked: '{child} was marked as {status}{at}.',
  corrected: 'Update: {child} was marked as {status}{at} (previously: {previous}).',
  // A parent must not take the end of "absent" for "present".
  cleared: 'Please disregard that {child} was marked as {previous}. No attendance is recorded now.',
  unmarked: 'No attendance is recorded for {child} now.',
  unnamedSchool: 'School',
  unnamedChild: 'your child',
  statuses: { present: 'present', late: 'late', sick: 'sick', excused: 'absent but excused', absent: 'absent' },
  sessions: { am: 'morning', pm: 'afternoon' },
};
