import type { IdType } from '../../domain/ids.js';
import type { Child, Guardian, Roster, School } from '../../domain/roster.js';
import { buildChild, buildGuardian, buildSchool } from './builders.js';
import { childName, guardianName, schoolName } from './invented-names.js';
import { testId } from './test-ids.js';

/** The size of a roster. */
export interface RosterSize {
  /** Default 1. */
  readonly schools?: number;
  /** Default 3. Children are numbered through: the second school's first child is the fourth. */
  readonly childrenPerSchool?: number;
  /** Default 1. Every child has guardians of its own. */
  readonly guardiansPerChild?: number;
  /** The schools' IANA zones, in turn, at least one. Default: Indonesia's three. */
  readonly timezones?: readonly string[];
  /** The type of ids. Default `'uuid'`. */
  readonly idType?: IdType;
}

const indonesia = ['Asia/Jakarta', 'Asia/Makassar', 'Asia/Jayapura'];

/**
 * A roster of that size, the same each time: ids are those of `testId`, numbered from 1. The roster has no enrolments,
 * so that every child is always enrolled, in no class.
 * @throws {RangeError} for a number that is none, or more of one kind than `testId` has numbers
 */
export function buildRoster(size: RosterSize = {}): Roster {
  const { childrenPerSchool = 3, guardiansPerChild = 1, idType = 'uuid' } = size;
  const schools = buildSchools(size);
  const children = schools.flatMap((school, index) =>
    numbers(childrenPerSchool, index * childrenPerSchool).map(
      (number): Child =>
        buildChild({ schoolId: school.id, id: testId('child', number, idType), name: childName(number) }),
    ),
  );
  const guardians = children.flatMap((child, index) =>
    numbers(guardiansPerChild, index * guardiansPerChild).map((number) => buildGuardianOf(child, number, idType)),
  );
  return { schools, children, guardians };
}

function buildSchools({ schools = 1, timezones = indonesia, idType = 'uuid' }: RosterSize): School[] {
  return numbers(schools).map((number) => {
    const timezone = timezones[(number - 1) % timezones.length];
    return buildSchool({
      id: testId('school', number, idType),
      name: schoolName(number),
      ...(timezone && { timezone }),
    });
  });
}

function buildGuardianOf(child: Child, number: number, idType: IdType): Guardian {
  return buildGuardian({
    schoolId: child.schoolId,
    childId: child.id,
    id: testId('guardian', number, idType),
    name: guardianName(number),
    contact: { email: `guardian.${number}@example.org` },
  });
}

/** The last number of `testId`. */
const last = 999_999;

/** `count` numbers, the first one after `after`. */
function numbers(count: number, after = 0): number[] {
  if (!Number.isInteger(count) || count < 0 || after + count > last) {
    throw new RangeError(`expected 0 to ${last} of each kind, not ${count}`);
  }
  return Array.from({ length: count }, (_, index) => after + index + 1);
}
