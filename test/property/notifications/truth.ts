import type { AttendanceRepository, Claim } from 'rollbook';
import type { TestClock } from '../clock.ts';
import type { LookUp } from './watch-outbox.ts';

/** Reads the registers that the messages of a claim are about. */
export function lookUpIn(
  repository: AttendanceRepository,
  clock: TestClock,
  isLinked: (link: string) => boolean,
): LookUp {
  return async (claim) => {
    const statuses = new Map<string, string | null>();
    for (const { schoolId, date, session } of daysOf(claim)) {
      const { entries } = await repository.getRegister({ schoolId, date, session, now: clock.now() });
      for (const { childId, status } of entries) statuses.set([schoolId, date, session, childId].join(' '), status);
    }
    const statusOf = (about: (typeof claim.deliveries)[number]['notification'], childId: string) =>
      statuses.get([about.school.id, about.date, about.session, childId].join(' ')) ?? null;
    return { statusOf, isLinked };
  };
}

function daysOf({ deliveries }: Claim) {
  const days = deliveries.map(({ notification: { school, date, session } }) => ({
    schoolId: school.id,
    date,
    session,
  }));
  return [...new Map(days.map((day) => [Object.values(day).join(' '), day])).values()];
}
