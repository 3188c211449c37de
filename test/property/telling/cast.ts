import type { Roster } from 'rollbook';

/** Who is told of whom: one entry a child and guardian, by their numbers. */
export interface Link {
  readonly school: number;
  readonly child: number;
  readonly guardian: number;
}

const schoolIds = ['5c400100-0000-4000-8000-000000000000', '5c400100-0000-4000-8000-000000000001'] as const;
const zones = ['Asia/Jakarta', 'America/New_York'] as const;
export const childrenOfSchool = 3;
/** Six in the morning in Jakarta, and the evening before in New York. */
export const startsAt = new Date('2026-03-01T23:00:00Z');

export const schoolIdOf = (school: number) => schoolIds[school] ?? schoolIds[0];
export const zoneOf = (schoolId: string) => (schoolId === schoolIds[0] ? zones[0] : zones[1]);
export const childIdOf = (school: number, child: number) => `c41d0000-0000-4000-8000-0000000000${school}${child}`;
const guardianIdOf = (guardian: number) => `9a4d0000-0000-4000-8000-00000000000${guardian}`;

/** Siblings share guardians, one of whom is at both schools; nobody has all the children. */
export const links: readonly Link[] = [0, 1].flatMap((school) => [
  { school, child: 0, guardian: 1 + school },
  { school, child: 1, guardian: 1 + school },
  { school, child: 1, guardian: 3 + school },
  { school, child: 2, guardian: 3 + school },
  { school, child: 0, guardian: 9 },
  { school, child: 2, guardian: 9 },
]);

/** A link as it is compared. */
export function linkKey(schoolId: string, childId: string, guardianId: string): string {
  return [schoolId, childId, guardianId].join(' ');
}

export function keyOfLink({ school, child, guardian }: Link): string {
  return linkKey(schoolIdOf(school), childIdOf(school, child), guardianIdOf(guardian));
}

/** The roster without the links that are gone. Children stay: a register then shows every status. */
export function rosterWithout(gone: ReadonlySet<string>): Roster {
  const schools = schoolIds.map((id, index) => ({ id, name: `School ${index}`, timezone: zoneOf(id) }));
  const children = schools.flatMap(({ id }, school) =>
    Array.from({ length: childrenOfSchool }, (_, child) => ({
      schoolId: id,
      id: childIdOf(school, child),
      name: `Child ${school}${child}`,
    })),
  );
  const guardians = links
    .filter((link) => !gone.has(keyOfLink(link)))
    .map(({ school, child, guardian }) => ({
      schoolId: schoolIdOf(school),
      childId: childIdOf(school, child),
      id: guardianIdOf(guardian),
      name: `Guardian ${guardian}`,
      locale: 'id-ID',
      contact: { phone: `+62 ${guardian}` },
    }));
  return { schools, children, guardians };
}
