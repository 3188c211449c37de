import { type AttendanceOptions, createAttendance, type DefaultStatus } from 'rollbook';
import { createPostgresRepository, type PostgresRepositoryOptions } from 'rollbook/postgres';

/** Monday, 08:30 in Jakarta: the school day is 2026-03-02. */
export const now = new Date('2026-03-02T01:30:00Z');

/** The school day of `now` in Jakarta. */
export const today = '2026-03-02';

type Options = Omit<AttendanceOptions<DefaultStatus, 'day', unknown>, 'repository' | 'statuses' | 'sessions'>;

/** What a host builds: attendance on its Postgres, jobs written, the clock at `now`. */
export function createHost(repository: PostgresRepositoryOptions, options: Options = {}) {
  return createAttendance({
    repository: createPostgresRepository(repository),
    clock: { now: () => now },
    notifications: { outbox: true },
    ...options,
  });
}

/** An instant a few seconds after `now`; before it when negative. */
export function secondsLater(seconds: number): Date {
  return new Date(now.getTime() + seconds * 1_000);
}
