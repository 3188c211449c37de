import type { IdType } from '../../domain/canonical-id.js';
import type { Child, Roster, School } from '../../domain/roster.js';
import { buildChild, buildSchool } from '../builders.js';
import { childName, schoolName } from '../invented-names.js';
import { testId } from '../test-ids.js';
import { guardiansOf } from './contract-guardians.js';
import { today, tomorrow, yesterday } from './contract-times.js';

/** The schools of the contract. */
export interface ContractSchools {
  readonly jakarta: School;
  readonly makassar: School;
  /** Its time zone does not exist. */
  readonly adrift: School;
}

/** The children of the contract. Four are enrolled in Jakarta today, two in Makassar, one in the school adrift. */
export interface ContractChildren {
  /** In Jakarta, class `melati`. */
  readonly sekar: Child;
  /** In Jakarta, class `melati`. */
  readonly bagas: Child;
  /** In Jakarta, class `kenanga`. */
  readonly nayla: Child;
  /** In Jakarta, in no class. */
  readonly intan: Child;
  /** In Jakarta, for the last time yesterday. */
  readonly laras: Child;
  /** In Jakarta, for the first time tomorrow. */
  readonly tegar: Child;
  /** In Makassar. */
  readonly wayan: Child;
  /** In Makassar. */
  readonly ketut: Child;
  /** In the school adrift. */
  readonly amira: Child;
}

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
  const child = (number: number, school: School, overrides: Partial<Child> = {}) =>
    buildChild({ schoolId: school.id, id: testId('child', number, idType), name: childName(number), ...overrides });
  return {
    sekar: child(1, jakarta, { classId: 'melati' }),
    bagas: child(2, jakarta, { classId: 'melati' }),
    nayla: child(3, jakarta, { classId: 'kenanga', enrolledFrom: today, enrolledUntil: today }),
    intan: child(5, jakarta),
    laras: child(7, jakarta, { classId: 'melati', enrolledUntil: yesterday }),
    tegar: child(9, jakarta, { classId: 'melati', enrolledFrom: tomorrow }),
    wayan: child(4, makassar),
    ketut: child(8, makassar),
    amira: child(10, adrift),
  };
}

/** The roster of schools and children, the contract's own children with their guardians. */
export function toRoster(schools: readonly School[], children: readonly Child[], idType: IdType): Roster {
  const known = contractChildren(contractSchools(idType), idType);
  return { schools, children, guardians: guardiansOf(known, children, idType) };
}
