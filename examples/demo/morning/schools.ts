import type { Child, Enrolment, Guardian, School } from 'rollbook';
import { idPrefix, numbered } from '../demo-ids.ts';

/** A school of the morning. */
export interface DemoSchool extends School {
  readonly city: string;
  /** The offset of its time zone, which has no summer time. */
  readonly utcOffset: `+${string}:00`;
  readonly teacher: string;
  readonly children: readonly Child[];
  readonly enrolments: readonly Enrolment[];
  readonly guardians: readonly Guardian[];
}

type People = Pick<DemoSchool, 'children' | 'enrolments' | 'guardians'>;

interface Plan extends Omit<DemoSchool, 'id' | keyof People> {
  readonly locale: string;
  /** A family a line: its guardians, then its children. Siblings share their guardians. */
  readonly families: readonly (readonly [guardians: string, children: string])[];
}

/** Three schools, one hour apart from each other. */
export const singapore = toSchool({
  name: 'Sunbird Kindergarten',
  city: 'Singapore',
  timezone: 'Asia/Singapore',
  utcOffset: '+08:00',
  teacher: 'Ms Tan',
  locale: 'en-SG',
  families: [
    ['Lim Hui Min, Lim Boon Keng', 'Lim Wei Jie, Lim Xin Yi'],
    ['Nurul Huda', 'Aisha binte Rahman'],
    ['Ravi Pillai, Meena Pillai', 'Arjun Pillai, Divya Pillai'],
    ['Goh Siew Ling', 'Goh Jun Kai'],
    ['Farid Ismail', 'Nadia binte Farid, Hakim bin Farid'],
    ['Ong Mei Fen', 'Ong Zhi Hao'],
    ['Priya Nair', 'Kavya Nair'],
    ['Teo Swee Lian, Teo Kok Wah', 'Teo Jia Hui'],
    ['Sarah Fernandez', 'Lucas Fernandez'],
  ],
});

export const jakarta = toSchool({
  name: 'TK Melati',
  city: 'Jakarta',
  timezone: 'Asia/Jakarta',
  utcOffset: '+07:00',
  teacher: 'Ibu Sari',
  locale: 'id-ID',
  families: [
    ['Dewi Santoso, Hendra Santoso', 'Budi Santoso, Citra Santoso'],
    ['Rina Wijaya', 'Putri Wijaya'],
    ['Agus Pratama', 'Dimas Pratama'],
    ['Siti Rahayu', 'Fajar Nugroho, Gita Nugroho'],
    ['Yuni Hartono', 'Intan Hartono'],
    ['Bambang Setiawan', 'Joko Setiawan'],
    ['Lestari Kusuma', 'Kirana Kusuma'],
    ['Maya Siregar', 'Rafi Siregar'],
  ],
});

export const jayapura = toSchool({
  name: 'TK Cenderawasih',
  city: 'Jayapura',
  timezone: 'Asia/Jayapura',
  utcOffset: '+09:00',
  teacher: 'Ibu Yohana',
  locale: 'id-ID',
  families: [
    ['Martha Wenda', 'Yosef Wenda, Maria Wenda'],
    ['Elias Kogoya', 'Markus Kogoya'],
    ['Ruth Yoku', 'Debora Yoku'],
    ['Simon Rumbiak', 'Paulus Rumbiak'],
    ['Naomi Tabuni', 'Lidia Tabuni'],
    ['Hana Ondi, Petrus Ondi', 'Samuel Ondi'],
    ['Ester Felle', 'Kristina Felle'],
  ],
});

/** The schools of the morning, as the sun reaches them. */
export const schools: readonly DemoSchool[] = [jayapura, singapore, jakarta];

/** The id of a child of this school, by the beginning of the name. */
export function childOf(school: DemoSchool, name: string): string {
  const child = school.children.find((candidate) => candidate.name.startsWith(name));
  if (!child) throw new Error(`no child of ${school.name} is called ${name}`);
  return child.id;
}

function toSchool({ families, locale, ...plan }: Plan): DemoSchool {
  const prefix = idPrefix(plan.city);
  const schoolId = numbered(prefix, 0);
  const people = families.map((family, index) =>
    toFamily(schoolId, family, { prefix, locale, first: (index + 1) * 16 }),
  );
  return {
    ...plan,
    id: schoolId,
    children: people.flatMap(({ children }) => children),
    enrolments: people.flatMap(({ enrolments }) => enrolments),
    guardians: people.flatMap(({ guardians }) => guardians),
  };
}

function toFamily(
  schoolId: string,
  [guardianNames, childNames]: Plan['families'][number],
  { prefix, locale, first }: { readonly prefix: string; readonly locale: string; readonly first: number },
): People {
  const children = childNames.split(', ').map((name, index) => ({
    schoolId,
    id: numbered(prefix, first + index),
    name,
  }));
  const enrolments = children.map(({ id: childId }, index) => ({
    schoolId,
    childId,
    enrolledFrom: '2026-01-05',
    classId: index === 0 ? 'K2' : 'K1',
  }));
  const guardians = guardianNames.split(', ').map((name, index) => ({
    schoolId,
    id: numbered(prefix, first + 8 + index),
    name,
    locale,
    contact: { email: `${name.toLowerCase().replaceAll(' ', '.')}@example.com` },
  }));
  return {
    children,
    enrolments,
    guardians: children.flatMap(({ id }) => guardians.map((guardian) => ({ ...guardian, childId: id }))),
  };
}
