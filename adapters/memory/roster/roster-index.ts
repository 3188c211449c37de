import {
  AttendanceError,
  type Child,
  type Enrolment,
  type Guardian,
  type IdType,
  parseOptions,
  type Roster,
  type School,
} from '../../../src/index.js';
import { canonicalId, compareTexts, schoolNotFound } from '../../../src/rules/index.js';
import { keyOf } from '../store/key-of.js';
import { rosterSchema } from './roster-schema.js';

/** Somebody who is told about a child. */
export type GuardianOnRoster = Required<Guardian> & { readonly locale: string | null };

/** A child of a school, and its enrolments there. */
export interface ChildOnRoster extends Child {
  readonly enrolments: readonly Enrolment[];
}

/** The roster as operations look it up. */
export interface RosterIndex {
  readonly schools: ReadonlyMap<string, School>;
  /** The ids of all schools and children. */
  readonly ids: ReadonlySet<string>;
  /** By school, then by child's id. */
  readonly childrenBySchool: ReadonlyMap<string, ReadonlyMap<string, ChildOnRoster>>;
  /** The schools that have a child of that id. */
  readonly schoolsOfChild: ReadonlyMap<string, readonly string[]>;
  /** By `keyOf(schoolId, childId)`. */
  readonly guardiansByChild: ReadonlyMap<string, readonly GuardianOnRoster[]>;
  /** The order of ids of this type. */
  readonly compareIds: (a: string, b: string) => number;
}

/**
 * Copies a roster and makes its ids canonical. Enrolments of a child that its school doesn't have count for nothing.
 * @throws {AttendanceError} `invalid_options` for a roster of another shape, an id not of `idType`, a row that comes
 *          twice, or a date that is none. The same holds for a contact that is no JSON of at most 10,000 values.
 */
export function indexRoster(roster: Partial<Roster>, idType: IdType): RosterIndex {
  const parsed = parseOptions(rosterSchema, roster);
  const toId = (id: string) => canonicalId(id, idType) ?? fail(`an id is not of type ${idType}`);
  const schools = parsed.schools.map((school) => ({ ...school, id: toId(school.id) }));
  const children = parsed.children.map((child) => ({ ...child, id: toId(child.id), schoolId: toId(child.schoolId) }));
  const enrolments = parsed.enrolments.map((enrolment) => ({
    ...enrolment,
    schoolId: toId(enrolment.schoolId),
    childId: toId(enrolment.childId),
  }));
  const guardians = parsed.guardians.map((guardian) => ({
    ...guardian,
    schoolId: toId(guardian.schoolId),
    childId: toId(guardian.childId),
    id: toId(guardian.id),
  }));
  requireOnce(
    guardians.map(({ schoolId, childId, id }) => keyOf(schoolId, childId, id)),
    "a child's guardian",
  );
  requireOnce(
    children.map(({ schoolId, id }) => keyOf(schoolId, id)),
    "a school's child",
  );
  requireOnce(
    schools.map(({ id }) => id),
    'a school',
  );
  return {
    schools: new Map(schools.map((school) => [school.id, school])),
    ids: new Set([...schools, ...children].map(({ id }) => id)),
    childrenBySchool: indexChildren(children, enrolments),
    schoolsOfChild: indexSchools(children),
    guardiansByChild: Map.groupBy(guardians, ({ schoolId, childId }) => keyOf(schoolId, childId)),
    compareIds: idType === 'bigint' ? (a, b) => Number(BigInt(a) - BigInt(b)) : compareTexts,
  };
}

/** Says if a school or a child has this id, which is canonical then. */
export function isOnRoster({ ids }: RosterIndex, id: string): boolean {
  return ids.has(id);
}

/** The child of a school; `undefined` when the school's roster doesn't have it. */
export function findChild({ childrenBySchool }: RosterIndex, schoolId: string, childId: string) {
  return childrenBySchool.get(schoolId)?.get(childId);
}

/** Finds a guardian, a child and their school; `undefined` once one of them is off the roster. */
export function findLink(roster: RosterIndex, schoolId: string, childId: string, guardianId: string) {
  const school = roster.schools.get(schoolId);
  const child = findChild(roster, schoolId, childId);
  const guardian = roster.guardiansByChild.get(keyOf(schoolId, childId))?.find(({ id }) => id === guardianId);
  return school && child && guardian ? { school, child, guardian } : undefined;
}

function requireOnce(keys: readonly string[], noun: string): void {
  if (new Set(keys).size < keys.length) fail(`${noun} is there twice`);
}

function indexChildren(children: readonly Child[], enrolments: readonly Enrolment[]) {
  const byChild = Map.groupBy(enrolments, ({ schoolId, childId }) => keyOf(schoolId, childId));
  const bySchool = new Map<string, Map<string, ChildOnRoster>>();
  for (const child of children) {
    const ofSchool = bySchool.get(child.schoolId) ?? new Map<string, ChildOnRoster>();
    ofSchool.set(child.id, { ...child, enrolments: byChild.get(keyOf(child.schoolId, child.id)) ?? [] });
    bySchool.set(child.schoolId, ofSchool);
  }
  return bySchool;
}

function indexSchools(children: readonly Child[]): Map<string, readonly string[]> {
  const schools = new Map<string, readonly string[]>();
  for (const { id, schoolId } of children) schools.set(id, [...(schools.get(id) ?? []), schoolId]);
  return schools;
}

function fail(message: string): never {
  throw new AttendanceError('invalid_options', `roster: ${message}`, { option: 'roster' });
}

/** @throws {AttendanceError} `school_not_found` */
export function requireSchool(roster: RosterIndex, schoolId: string) {
  const school = roster.schools.get(schoolId);
  if (!school) throw schoolNotFound(schoolId);
  return school;
}
