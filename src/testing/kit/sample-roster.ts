import type { IdType } from '../../domain/ids.js';
import type { Roster } from '../../domain/roster.js';
import { buildRoster } from './build-roster.js';
import { buildEnrolment, buildGuardian } from './builders.js';
import { testId } from './test-ids.js';

/**
 * Two small schools, one in Jakarta and one in Makassar, of four children each. There are two classes, and siblings who
 * share their mother. One child has two guardians of different languages, and one has left at the end of February 2026.
 */
export function sampleRoster(idType: IdType = 'uuid'): Roster {
  const { schools, children, guardians } = buildRoster({ schools: 2, childrenPerSchool: 4, idType });
  const mother = guardians[0];
  return {
    schools,
    children,
    enrolments: children.map((child, index) =>
      buildEnrolment({
        schoolId: child.schoolId,
        childId: child.id,
        classId: index % 2 === 0 ? 'melati' : 'kenanga',
        ...(index === 3 && { enrolledUntil: '2026-02-28' }),
      }),
    ),
    guardians: [
      // The second child is the first one's sibling.
      ...guardians.map((guardian, index) =>
        index === 1 && mother ? { ...mother, schoolId: guardian.schoolId, childId: guardian.childId } : guardian,
      ),
      buildGuardian({
        schoolId: testId('school', 1, idType),
        childId: testId('child', 1, idType),
        id: testId('guardian', 9, idType),
        name: 'Alasdair Penhallow',
        locale: 'en-GB',
        contact: { email: 'guardian.9@example.org' },
      }),
    ],
  };
}
