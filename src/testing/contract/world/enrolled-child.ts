import type { Enrolment } from '../../../domain/roster.js';
import type { ContractWorld } from './contract-world.js';
import { toRoster } from './to-roster.js';

/** Makes sekar the only child of the roster, in Jakarta, with these enrolments. */
export async function enrolOnly({ probe, idType, schools, children }: ContractWorld, own: readonly Enrolment[]) {
  await probe.setRoster(toRoster([schools.jakarta], [children.sekar], idType, own));
}

/** The classes of a school's day, one for each child on its register. */
export async function classesOn({ attendance, schools }: ContractWorld, date: string, school = schools.jakarta) {
  const { entries } = await attendance.getRegister({ schoolId: school.id, date });
  return entries.map(({ classId }) => classId);
}
