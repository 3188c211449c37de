import type { Child, Enrolment, Guardian, School } from '../../domain/roster.js';
import { childName, guardianName, schoolName } from './invented-names.js';
import { testId } from './test-ids.js';

/**
 * A school in Jakarta.
 * @param overrides  What differs. Default id: `testId('school', 1)`.
 */
export function buildSchool(overrides: Partial<School> = {}): School {
  return { id: testId('school', 1), name: schoolName(1), timezone: 'Asia/Jakarta', ...overrides };
}

/**
 * A child of the school that `buildSchool` makes. Without an enrolment it is always enrolled, in no class.
 * @param overrides  What differs. Default id: `testId('child', 1)`.
 */
export function buildChild(overrides: Partial<Child> = {}): Child {
  return { schoolId: testId('school', 1), id: testId('child', 1), name: childName(1), ...overrides };
}

/**
 * An enrolment of the child that `buildChild` makes, in no class and open at both ends.
 * @param overrides  What differs.
 */
export function buildEnrolment(overrides: Partial<Enrolment> = {}): Enrolment {
  return { schoolId: testId('school', 1), childId: testId('child', 1), ...overrides };
}

/**
 * A guardian of the child that `buildChild` makes, who reads Indonesian and is reached by an address at example.org.
 * @param overrides  What differs. Default id: `testId('guardian', 1)`.
 */
export function buildGuardian(overrides: Partial<Guardian> = {}): Guardian {
  return {
    schoolId: testId('school', 1),
    childId: testId('child', 1),
    id: testId('guardian', 1),
    name: guardianName(1),
    locale: 'id-ID',
    contact: { email: 'guardian.1@example.org' },
    ...overrides,
  };
}
