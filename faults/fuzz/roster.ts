import type { IdType, Roster } from 'rollbook';
import { buildChild, buildEnrolment, buildRoster, buildSchool, testId } from 'rollbook/testing';
import { secret } from './hostile-texts.ts';

/** Ids that have a meaning for careless code. Only stores whose ids are text get them. */
const awkwardIds = [
  '__proto__',
  'constructor',
  "'; drop table attendance.records; --",
  '\u202e👩‍👧',
  'x'.repeat(255),
  '-0',
];

/** Three schools, one of them without a usable time zone. All names are the secret word. */
export function fuzzRoster(idType: IdType): Roster {
  const { schools, children, guardians } = buildRoster({ schools: 3, childrenPerSchool: 12, idType });
  const schoolId = testId('school', 1, idType);
  const awkward = idType === 'text' ? awkwardIds.map((id) => buildChild({ schoolId, id })) : [];
  const [broken] = schools.slice(-1);
  const everybody = [...children, ...awkward].map((child) => ({ ...child, name: secret }));
  const enrolment = { enrolledFrom: '2026-01-01', classId: 'melati' };
  return {
    schools: [...schools.filter((school) => school !== broken), buildSchool({ ...broken, timezone: 'UTC+7' })].map(
      (school) => ({ ...school, name: secret }),
    ),
    children: everybody,
    enrolments: everybody.map(({ schoolId, id }) => buildEnrolment({ schoolId, childId: id, ...enrolment })),
    guardians: guardians.map((guardian) => ({ ...guardian, name: secret, contact: { email: secret } })),
  };
}
