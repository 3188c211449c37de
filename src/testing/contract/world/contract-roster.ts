import type { IdType } from '../../../domain/ids.js';
import type { Child, Enrolment, School } from '../../../domain/roster.js';
import { buildChild, buildEnrolment, buildSchool } from '../../kit/builders.js';
import { childName, schoolName } from '../../kit/invented-names.js';
import { testId } from '../../kit/test-ids.js';

/** The schools of the contract. */
export interface ContractSchools {
  readonly jakarta: School;
  readonly makassar: School;
  /** The school's time zone does not exist. */
  readonly adrift: School;
}

/**
 * The children of the contract, with their enrolments. Four are enrolled in Jakarta today, two in Makassar, one in the
 * school adrift. The children without an enrolment are always enrolled.
 */
export interface ContractChildren {
  /** In Jakarta, class `melati`. */
  readonly sekar: Child;
  /** In Jakarta, class `melati`. */
  readonly bagas: Child;
  /** In Jakarta, class `kenanga`. */
  readonly nayla: Child;
  /** In Jakarta, in no class, without an enrolment. */
  readonly intan: Child;
  /** In Jakarta, for the last time yesterday. */
  readonly laras: Child;
  /** In Jakarta, for the first time tomorrow. */
  readonly tegar: Child;
  /** In Makassar, without an enrolment. */
  readonly wayan: Child;
  /** In Makassar, without an enrolment. */
  readonly ketut: Child;
  /** In the school adrift, without an enrolment. */
  readonly amira: Child;
}

/** The enrolments of the contract's children, by the child. */
export type ContractEnrolments = Readonly<Record<'sekar' | 'bagas' | 'nayla' | 'laras' | 'tegar', Enrolment>>;

/** Makes the schools. */
export function contractSchools(idType: IdType): ContractSchools {
  const school = (number: number, timezone: string) =>
    buildSchool({ id: testId('school', number, idType), name: schoolName(number), timezone });
  return {
    jakarta: school(1, 'Asia/Jakarta'),
    makassar: school(2, 'Asia/Makassar'),
    adrift: school(3, 'Mars/Olympus_Mons'),
  };
}

/** Makes the children. */
export function contractChildren({ jakarta, makassar, adrift }: ContractSchools, idType: IdType): ContractChildren {
  const child = (number: number, school: School) =>
    buildChild({ schoolId: school.id, id: testId('child', number, idType), name: childName(number) });
  return {
    sekar: child(1, jakarta),
    bagas: child(2, jakarta),
    nayla: child(3, jakarta),
    intan: child(5, jakarta),
    laras: child(7, jakarta),
    tegar: child(9, jakarta),
    wayan: child(4, makassar),
    ketut: child(8, makassar),
    amira: child(10, adrift),
  };
}

/** Makes the enrolments. */
export function contractEnrolments({ sekar, bagas, nayla, laras, tegar }: ContractChildren): ContractEnrolments {
  return {
    sekar: enrol(sekar, { classId: 'melati' }),
    bagas: enrol(bagas, { classId: 'melati' }),
    nayla: enrol(nayla, { classId: 'kenanga', enrolledFrom: today, enrolledUntil: today }),
    laras: enrol(laras, { classId: 'melati', enrolledUntil: yesterday }),
    tegar: enrol(tegar, { classId: 'melati', enrolledFrom: tomorrow }),
  };
}

/** An enrolment of a child at its school, in no class and open at both ends unless said otherwise. */
export function enrol({ schoolId, id: childId }: Child, overrides: Partial<Enrolment> = {}): Enrolment {
  return buildEnrolment({ schoolId, childId, ...overrides });
}

/** The school day on which every test begins. */
export const today = '2026-03-02';

/** The day before. */
export const yesterday = '2026-03-01';

/** The day after. */
export const tomorrow = '2026-03-03';

/** An instant of today: `HH:MM` on the wall in Jakarta. Tests begin at noon there. */
export function at(time: string): Date {
  return new Date(`${today}T${time}:00+07:00`);
}

/** Spells an id in another way. A text has one spelling only. */
export function respell(id: string, idType: IdType): string {
  switch (idType) {
    case 'uuid':
      return id.toUpperCase();
    case 'bigint':
      return `00${id}`;
    case 'text':
      return id;
    default:
      return idType satisfies never;
  }
}

/** A minute, in milliseconds. */
export const minute = 60_000;

/** A day without a change of clocks, in milliseconds. */
export const day = 86_400_000;
