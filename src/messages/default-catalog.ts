import type { DefaultStatus } from '../domain/status.js';
import { type Catalog, defineCatalog } from './catalog.js';
import type { LocaleTexts } from './texts.js';

/** Says "Update", not "Correction": a child who was absent and comes late was rightly marked both times. */
const english: LocaleTexts<DefaultStatus> = {
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

/** Speaks as schools do to parents: `Ananda` before the child's name, and `tidak hadir`, since `alpa` is a reproach. */
const indonesian: LocaleTexts<DefaultStatus> = {
  message: '{school} ({day}): {changes}',
  session: '{day}, {session}',
  at: ' pukul {time}',
  marked: 'Ananda {child} tercatat {status}{at}.',
  corrected: 'Pembaruan: Ananda {child} tercatat {status}{at} (sebelumnya: {previous}).',
  cleared: 'Mohon abaikan pesan bahwa Ananda {child} tercatat {previous}. Saat ini kehadirannya belum dicatat.',
  unmarked: 'Saat ini kehadiran Ananda {child} belum dicatat.',
  unnamedSchool: 'Sekolah',
  unnamedChild: 'Bapak/Ibu',
  statuses: { present: 'hadir', late: 'terlambat', sick: 'sakit', excused: 'izin', absent: 'tidak hadir' },
  sessions: { am: 'pagi', pm: 'siang' },
};

/** English and Indonesian, for the default statuses and the sessions `am` and `pm`. */
export const defaultCatalog: Catalog<DefaultStatus, 'en' | 'id'> = defineCatalog({ en: english, id: indonesian });
