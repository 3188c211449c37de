import type { Child, Enrolment, Guardian, IdType, Roster } from 'rollbook';
import { buildChild, buildEnrolment, buildGuardian, buildRoster, testId } from 'rollbook/testing';

/** Children of each school. */
const childrenPerSchool = 12;

/** The numbers of the schools that ask. Each school is a stranger to the other. */
export const askerNumbers = [1, 2] as const;
/** The number of the school that asks nothing, and has no usable time zone. */
export const strangerNumber = 3;
/** The numbers of all schools. */
export const schoolNumbers = [...askerNumbers, strangerNumber] as const;

/** The numbers of children who move from the first school that asks to the second one, or back. */
export const movers = [
  { number: 101, from: 1, to: 2 },
  { number: 102, from: 2, to: 1 },
] as const;

/** The number of a child that every school has. The three children have nothing but their id in common. */
export const namesake = 201;

/** The secret in every name, contact and note of a school, which must not come out at another. */
export function secretOf(school: number): string {
  return `Rahasia-${school}`;
}

/** The numbers of a school's children, which are those of their guardians too. */
export function numbersOf(school: number): number[] {
  return Array.from({ length: childrenPerSchool }, (_, index) => (school - 1) * childrenPerSchool + index + 1);
}

/** The numbers of the children who are there all year. */
export function enrolledNumbersOf(school: number): number[] {
  return numbersOf(school).filter((_, index) => index % 4 === 0 || index % 4 === 3);
}

/**
 * The roster of all schools. Some children have left or begin later, which no other school may learn either.
 * @param movers.at  The school of the children who move: `from` or `to`.
 */
export function tenantsRoster(idType: IdType, { at }: { readonly at: 'from' | 'to' }): Roster {
  const timezones = ['Asia/Jakarta', 'Asia/Jakarta', 'UTC+7'];
  const size = { schools: schoolNumbers.length, childrenPerSchool, timezones, idType };
  const { schools, children, guardians } = buildRoster(size);
  const secrets = new Map(schoolNumbers.map((number) => [testId('school', number, idType), secretOf(number)]));
  const secretAt = (schoolId: string) => secrets.get(schoolId) ?? '';
  const others = [
    ...movers.map((mover) => buildChild(idsOf(mover, mover[at], idType))),
    ...schoolNumbers.map((school) => buildChild(idsOf({ number: namesake }, school, idType))),
  ];
  return {
    schools: schools.map((school) => ({ ...school, name: secretAt(school.id) })),
    children: [...children, ...others].map((child) => ({ ...child, name: secretAt(child.schoolId) })),
    enrolments: [
      ...children.flatMap((child, index) => enrolmentsOf(child, secretAt(child.schoolId), index)),
      ...others.map((child) => enrolmentOf(child, secretAt(child.schoolId))),
    ],
    guardians: [...guardians, ...others.map(guardianOf)].map((guardian) => ({
      ...guardian,
      name: secretAt(guardian.schoolId),
      contact: { phone: secretAt(guardian.schoolId) },
    })),
  };
}

/** Among four children, one has left, one begins later, and one has an enrolment that overlaps another one. */
function enrolmentsOf(child: Child, secret: string, index: number): Enrolment[] {
  const own = enrolmentOf(child, secret);
  if (index % 4 === 1) return [{ ...own, enrolledUntil: '2026-01-31' }];
  if (index % 4 === 2) return [{ ...own, enrolledFrom: '2026-06-01' }];
  return index % 4 === 3 ? [own, { ...own, enrolledFrom: '2026-02-01' }] : [own];
}

function enrolmentOf({ schoolId, id: childId }: Child, secret: string): Enrolment {
  return buildEnrolment({ schoolId, childId, classId: classOf(secret) });
}

/** The class that all children of a school are in. */
export function classOf(secret: string): string {
  return `class of ${secret}`;
}

function idsOf({ number }: { readonly number: number }, school: number, idType: IdType) {
  return { schoolId: testId('school', school, idType), id: testId('child', number, idType) };
}

/** The only guardian of a child, whose id ends as the child's does. */
function guardianOf({ schoolId, id: childId }: Pick<Child, 'schoolId' | 'id'>): Guardian {
  return buildGuardian({ schoolId, childId, id: childId });
}
