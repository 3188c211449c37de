import type { Pool } from 'pg';
import { type Clock, createAttendance } from 'rollbook';
import { createPostgresRepository } from 'rollbook/postgres';

/** Attendance on the demo's own Postgres. */
export type DemoAttendance = ReturnType<typeof createDemoAttendance>;

/**
 * Wires attendance as a host does.
 * @param outbox  Whether marks write notification jobs too.
 */
export function createDemoAttendance(pool: Pool, clock: Clock, { outbox }: { readonly outbox: boolean }) {
  return createAttendance({ repository: createPostgresRepository({ pool }), clock, notifications: { outbox } });
}
