import * as z from 'zod';
import {
  AttendanceError,
  type Child,
  canonicalId,
  type Guardian,
  type IdType,
  parseOptions,
  type Roster,
  type School,
} from '../../src/index.js';
import { contactSchema } from './contact-schema.js';
import { keyOf } from './key-of.js';
import { compareTexts } from './outbox/delivery-row.js';
import { rowsOf } from './rows-of.js';

/** Somebody who is told about a child. */
export type GuardianOnRoster = Required<Guardian> & { readonly locale: string | null };

/** The roster as operations look it up. */
export interface RosterIndex {
  readonly schools: ReadonlyMap<string, School>;
  readonly children: ReadonlyMap<string, Child>;
  readonly childrenBySchool: ReadonlyMap<string, readonly Child[]>;
  /** By `keyOf(schoolId, childId)`. */
  readonly guardiansByChild: ReadonlyMap<string, readonly GuardianOnRoster[]>;
  /** The order of ids of this type. */
  readonly compareIds: (a: string, b: string) => number;
}

const text = z.string();
const date = z.iso.date().nullish();

const school = z.object({ id: text, name: text, timezone: text });

const child = z.object({
  schoolId: text,
  id: text,
  name: text,
  classId: text.nullish().transform((classId) => classId ?? null),
  enrolledFrom: date.transform((day) => day ?? null),
  enrolledUntil: date.transform((day) => day ?? null),
});

const guardian = z.object({
  schoolId: text,
  childId: text,
  id: text,
  name: text,
  locale: text.nullish().transform((locale) => locale ?? null),
  contact: contactSchema,
});

const rosterSchema = z.object({ schools: rowsOf(school), children: rowsOf(child), guardians: rowsOf(guardian) });

/**
 * Copies a roster and makes its ids canonical.
 * @throws {AttendanceError} `invalid_options` for a roster of another shape, an id not of `idType`, a school, a child
 *         or a child's guardian twice, a contact that is no JSON of at most 10,000 values, or a date that is none.
 */
export function indexRoster(roster: Partial<Roster>, idType: IdType): RosterIndex {
  const parsed = parseOptions(rosterSchema, roster);
  const toId = (id: string) => canonicalId(id, idType) ?? fail(`an id is not of type ${idType}`);
  const schools = parsed.schools.map((school) => ({ ...school, id: toId(school.id) }));
  const children = parsed.children.map((child) => ({ ...child, id: toId(child.id), schoolId: toId(child.schoolId) }));
  const guardians = parsed.guardians.map((guardian) => ({
    ...guardian,
    schoolId: toId(guardian.schoolId),
    childId: toId(guardian.childId),
    id: toId(guardian.id),
  }));
  requireOnce(guardians);
  return {
    schools: indexById(schools, 'school'),
    children: indexById(children, 'child'),
    childrenBySchool: Map.groupBy(children, ({ schoolId }) => schoolId),
    guardiansByChild: Map.groupBy(guardians, ({ schoolId, childId }) => keyOf(schoolId, childId)),
    compareIds: idType === 'bigint' ? (a, b) => Number(BigInt(a) - BigInt(b)) : compareTexts,
  };
}

/** Whether a school or a child has this id, which is canonical then. */
export function isOnRoster({ schools, children }: RosterIndex, id: string): boolean {
  return schools.has(id) || children.has(id);
}

/** Who a guardian is to a child, and both to the school; `undefined` once one of them is off the roster. */
export function findLink(
  { schools, children, guardiansByChild }: RosterIndex,
  schoolId: string,
  childId: string,
  guardianId: string,
) {
  const school = schools.get(schoolId);
  const child = children.get(childId);
  const guardian = guardiansByChild.get(keyOf(schoolId, childId))?.find(({ id }) => id === guardianId);
  return school && child?.schoolId === schoolId && guardian ? { school, child, guardian } : undefined;
}

function requireOnce(guardians: readonly GuardianOnRoster[]): void {
  const keys = guardians.map(({ schoolId, childId, id }) => keyOf(schoolId, childId, id));
  if (new Set(keys).size < keys.length) fail("a child's guardian is there twice");
}

function indexById<Row extends { readonly id: string }>(rows: readonly Row[], noun: string): Map<string, Row> {
  const index = new Map(rows.map((row) => [row.id, row]));
  if (index.size < rows.length) fail(`a ${noun}'s id is there twice`);
  return index;
}

function fail(message: string): never {
  throw new AttendanceError('invalid_options', `roster: ${message}`, { option: 'roster' });
}
