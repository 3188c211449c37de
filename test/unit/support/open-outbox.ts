import { type ClaimedDelivery, type ClaimRequest, createAttendance, type Roster, type Settlement } from 'rollbook';
import { createMemoryRepository } from 'rollbook/memory';
import { buildRoster, createTestClock, testId } from 'rollbook/testing';

type OutcomeOf<Settled> = Settled extends Settlement ? Omit<Settled, 'lease'> : never;

export const leaseMs = 30_000;

/** A repository in memory whose marks write jobs, and its outbox called as a worker calls it. */
export function openOutbox(roster: Roster = buildRoster({ timezones: ['Asia/Jakarta'] })) {
  const memory = createMemoryRepository({ roster });
  const clock = createTestClock();
  const attendance = createAttendance({ repository: memory, clock, notifications: { outbox: true } });
  const { outbox } = memory;

  const mark = (child: number, status: 'present' | 'absent' = 'absent') =>
    attendance.markAttendance({ childId: testId('child', child), status, markedBy: 'teacher-1' });
  const fanOut = (maxChildren = 1_000) =>
    outbox.fanOut({ now: clock.now(), settledBefore: clock.now(), silentStatuses: [], maxChildren });
  const claim = (overrides: Partial<ClaimRequest> = {}) =>
    outbox.claim({
      now: clock.now(),
      leaseToken: crypto.randomUUID(),
      leaseMs,
      maxDeliveries: 100,
      maxAttempts: 3,
      silentStatuses: [],
      after: null,
      suspects: false,
      ...overrides,
    });
  const settle = (deliveries: readonly ClaimedDelivery[], outcome: OutcomeOf<Settlement>) =>
    outbox.settle({ settlements: deliveries.map(({ lease }) => ({ lease, ...outcome })), now: clock.now() });
  return { memory, outbox, clock, attendance, mark, fanOut, claim, settle };
}

/** A roster of one school, all of whose children have the one guardian. */
export function siblings(count: number): Roster {
  const { guardians, ...roster } = buildRoster({ childrenPerSchool: count, timezones: ['Asia/Jakarta'] });
  return { ...roster, guardians: guardians.map((guardian) => ({ ...guardian, id: testId('guardian', 1) })) };
}

/** Whom deliveries tell of. */
export function toldOf(deliveries: readonly ClaimedDelivery[]): readonly (readonly string[])[] {
  return deliveries.map(({ notification }) => notification.changes.map(({ child }) => child.id));
}
