import type { Pool } from 'pg';
import { type Clock, createAttendance, type DefaultStatus, type NotificationOptions, type Notifier } from 'rollbook';
import { createPostgresRepository } from 'rollbook/postgres';

/** Attendance on the demo's own Postgres. */
export type DemoAttendance = ReturnType<typeof createDemoAttendance>;

/** Options of telling guardians. */
export interface Telling {
  readonly notifier: Notifier;
  readonly notifications: NotificationOptions<DefaultStatus>;
}

/**
 * Wires attendance as a host does.
 * @param telling  Left out, nobody is told, and marks write no notification jobs.
 */
export function createDemoAttendance(pool: Pool, clock: Clock, telling?: Telling) {
  return createAttendance({ repository: createPostgresRepository({ pool }), clock, ...telling });
}
