import type { IdType } from '../../../domain/ids.js';
import type { Child, Enrolment, Roster, School } from '../../../domain/roster.js';
import { guardiansOf } from './contract-guardians.js';
import { contractChildren, contractSchools } from './contract-roster.js';

/**
 * The roster of schools and children, the contract's own children with their guardians.
 * @param enrolments  Default none: all children are always enrolled, in no class.
 */
export function toRoster(
  schools: readonly School[],
  children: readonly Child[],
  idType: IdType,
  enrolments: readonly Enrolment[] = [],
): Roster {
  const known = contractChildren(contractSchools(idType), idType);
  return { schools, children, enrolments, guardians: guardiansOf(known, children, idType) };
}
