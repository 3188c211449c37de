import type { DefaultStatus } from '../domain/status.js';
import type { LocaleTexts } from './texts.js';

/**
 * As schools write to parents: `Ananda` before the child's name, and `tidak hadir` rather than the reproachful `alpa`.
 */
export const indonesian: LocaleTexts<DefaultStatus> = {
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
