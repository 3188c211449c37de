import {
  type AttendanceOptions,
  type AttendanceRepository,
  createAttendance,
  type DefaultStatus,
  type Limits,
  type Roster,
} from 'rollbook';
import { createMemoryRepository, type MemoryRepository } from 'rollbook/memory';

/** Eight o'clock on a Monday in Jakarta. */
export const now = new Date('2026-11-02T01:00:00Z');
export const today = '2026-11-02';
export const yesterday = '2026-11-01';

export const ids = {
  school: '5c4001ab-0000-4000-8000-000000000001',
  otherSchool: '5c4001ab-0000-4000-8000-000000000002',
  schoolWithoutZone: '5c4001ab-0000-4000-8000-000000000003',
  unknownSchool: '5c4001ab-0000-4000-8000-000000000009',
  ani: 'c41d00ef-0000-4000-8000-000000000001',
  budi: 'c41d00ef-0000-4000-8000-000000000002',
  /** Comes tomorrow. */
  citra: 'c41d00ef-0000-4000-8000-000000000003',
  /** The other school's. */
  dewi: 'c41d00ef-0000-4000-8000-000000000004',
  /** Of the school without a zone. */
  eka: 'c41d00ef-0000-4000-8000-000000000005',
  unknownChild: 'c41d00ef-0000-4000-8000-000000000009',
} as const;

export const roster: Roster = {
  schools: [
    { id: ids.school, name: 'Melati', timezone: 'Asia/Jakarta' },
    { id: ids.otherSchool, name: 'Kenanga', timezone: 'Asia/Jakarta' },
    { id: ids.schoolWithoutZone, name: 'Cempaka', timezone: 'UTC+7' },
  ],
  children: [
    { schoolId: ids.school, id: ids.ani, name: 'Ani' },
    { schoolId: ids.school, id: ids.budi, name: 'Budi' },
    { schoolId: ids.school, id: ids.citra, name: 'Citra' },
    { schoolId: ids.otherSchool, id: ids.dewi, name: 'Dewi' },
    { schoolId: ids.schoolWithoutZone, id: ids.eka, name: 'Eka' },
  ],
  enrolments: [{ schoolId: ids.school, childId: ids.citra, enrolledFrom: '2026-11-03' }],
  guardians: [],
};

/** A mark with which nothing is wrong. */
export const goodMark = { childId: ids.ani, status: 'present', markedBy: 'teacher-1' } as const;
/** A bulk with which nothing is wrong. */
export const goodBulk = {
  schoolId: ids.school,
  childIds: [ids.ani, ids.budi],
  status: 'present',
  markedBy: 'teacher-1',
} as const;

type Options = Omit<AttendanceOptions<DefaultStatus, 'am' | 'pm', unknown>, 'repository' | 'sessions' | 'clock'>;

/** A school in memory at eight in the morning, with the sessions `am` and `pm`, and a count of what reached the repository. */
export function openSchool({ limits, ...options }: Options & { readonly limits?: Partial<Limits> } = {}) {
  const memory = createMemoryRepository({ roster });
  const { repository, calls } = countCalls(memory);
  const attendance = createAttendance({
    ...options,
    ...(limits && { limits }),
    repository,
    clock: { now: () => new Date(now) },
    sessions: ['am', 'pm'],
  });
  calls.length = 0;
  return { attendance, memory, calls };
}

/** The properties that touch nothing stored. */
const untouching: readonly PropertyKey[] = ['canonicalId', 'childIdsAreGlobal'];

/** The repository, and the names of the methods called that touch what is stored. */
function countCalls(memory: MemoryRepository): { repository: AttendanceRepository; calls: string[] } {
  const calls: string[] = [];
  const counted = new Proxy(memory, {
    get: (target, name, receiver) => {
      if (typeof name === 'string' && !untouching.includes(name)) calls.push(name);
      return Reflect.get(target, name, receiver);
    },
  });
  return { repository: counted, calls };
}
