import * as z from 'zod';
import {
  AttendanceError,
  type Child,
  canonicalId,
  type IdType,
  parseOptions,
  type Roster,
  type School,
} from '../../src/index.js';

/** The roster as operations look it up. */
export interface RosterIndex {
  readonly schools: ReadonlyMap<string, School>;
  readonly children: ReadonlyMap<string, Child>;
  readonly childrenBySchool: ReadonlyMap<string, readonly Child[]>;
}

const text = z.string();
const date = z.iso.date().nullish();

const rosterSchema = z.object({
  schools: z.array(z.object({ id: text, name: text, timezone: text })).default([]),
  children: z
    .array(
      z.object({
        schoolId: text,
        id: text,
        name: text,
        classId: text.nullish().transform((classId) => classId ?? null),
        enrolledFrom: date.transform((day) => day ?? null),
        enrolledUntil: date.transform((day) => day ?? null),
      }),
    )
    .default([]),
  guardians: z.array(z.object({ schoolId: text, childId: text, id: text, name: text })).default([]),
});

/**
 * Copies a roster and makes its ids canonical.
 * @throws {AttendanceError} `invalid_options` for a roster of another shape, an id not of `idType`, a school or child
 *         twice, or a date that is none.
 */
export function indexRoster(roster: Partial<Roster>, idType: IdType): RosterIndex {
  const parsed = parseOptions(rosterSchema, roster);
  const toId = (id: string) => canonicalId(id, idType) ?? fail(`an id is not of type ${idType}`);
  const schools = parsed.schools.map((school) => ({ ...school, id: toId(school.id) }));
  const children = parsed.children.map((child) => ({ ...child, id: toId(child.id), schoolId: toId(child.schoolId) }));
  for (const guardian of parsed.guardians) [guardian.schoolId, guardian.childId, guardian.id].forEach(toId);
  return {
    schools: indexById(schools, 'school'),
    children: indexById(children, 'child'),
    childrenBySchool: Map.groupBy(children, ({ schoolId }) => schoolId),
  };
}

function indexById<Row extends { readonly id: string }>(rows: readonly Row[], noun: string): Map<string, Row> {
  const index = new Map(rows.map((row) => [row.id, row]));
  if (index.size < rows.length) fail(`a ${noun}'s id is there twice`);
  return index;
}

function fail(message: string): never {
  throw new AttendanceError('invalid_options', `roster: ${message}`, { option: 'roster' });
}
