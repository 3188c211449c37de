import { AttendanceError, type Child, canonicalId, type IdType, type Roster, type School } from '../../src/index.js';

/** The roster as operations look it up. */
export interface RosterIndex {
  readonly schools: ReadonlyMap<string, School>;
  readonly children: ReadonlyMap<string, Child>;
  readonly childrenBySchool: ReadonlyMap<string, readonly Child[]>;
}

/**
 * Copies a roster and makes its ids canonical.
 * @throws {AttendanceError} `invalid_options` for an id not of `idType`, a school or child twice, or a date that is none.
 */
export function indexRoster(roster: Partial<Roster>, idType: IdType): RosterIndex {
  const toId = (id: string) => canonicalId(id, idType) ?? fail(`an id is not of type ${idType}`);
  const schools = structuredClone(roster.schools ?? []).map((school) => ({ ...school, id: toId(school.id) }));
  const children = structuredClone(roster.children ?? []).map((child) =>
    checkDates({ ...child, id: toId(child.id), schoolId: toId(child.schoolId) }),
  );
  for (const guardian of roster.guardians ?? []) [guardian.schoolId, guardian.childId, guardian.id].forEach(toId);
  return {
    schools: indexById(schools, 'school'),
    children: indexById(children, 'child'),
    childrenBySchool: Map.groupBy(children, ({ schoolId }) => schoolId),
  };
}

function checkDates(child: Child): Child {
  for (const date of [child.enrolledFrom, child.enrolledUntil]) {
    if (date != null && !/^\d{4}-\d{2}-\d{2}$/.test(date)) fail('a date of enrolment is not YYYY-MM-DD');
  }
  return child;
}

function indexById<Row extends { readonly id: string }>(rows: readonly Row[], noun: string): Map<string, Row> {
  const index = new Map(rows.map((row) => [row.id, row]));
  if (index.size < rows.length) fail(`a ${noun}'s id is there twice`);
  return index;
}

function fail(message: string): never {
  throw new AttendanceError('invalid_options', `roster: ${message}`, { option: 'roster' });
}
