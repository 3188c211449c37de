import type { AttendanceRepository, Notification, NotifiedChange } from 'rollbook';
import type { TestClock } from '../clock.ts';
import type { LookUp } from './watch-outbox.ts';

/** Reads the registers that messages are about. */
export function lookUpIn(
  repository: AttendanceRepository,
  clock: TestClock,
  isLinked: (link: string) => boolean,
): LookUp {
  return async (notifications) => {
    const statuses = new Map<string, string | null>();
    for (const { schoolId, date, session } of daysOf(notifications)) {
      const { entries } = await repository.getRegister({ schoolId, date, session, now: clock.now() });
      for (const { childId, status } of entries) statuses.set([schoolId, date, session, childId].join(' '), status);
    }
    const statusOf = ({ school, date }: Notification, { child, session }: NotifiedChange) =>
      statuses.get([school.id, date, session, child.id].join(' ')) ?? null;
    return { statusOf, isLinked };
  };
}

function daysOf(notifications: readonly Notification[]) {
  const days = notifications.flatMap(({ school, date, changes }) =>
    changes.map(({ session }) => ({ schoolId: school.id, date, session })),
  );
  return [...new Map(days.map((day) => [Object.values(day).join(' '), day])).values()];
}
