import type { AttendanceRepository } from '../ports/attendance-repository.js';

/** How the store is. */
export interface StoreHealth {
  /** `closed` after `close()`, `unavailable` when the store doesn't answer. */
  readonly status: 'ok' | 'unavailable' | 'closed';
  /** How long the store took to answer, the wait for a connection included, in milliseconds; `null` when it didn't. */
  readonly repositoryMs: number | null;
}

/** Asks the store for an answer. See `Attendance.health`. */
export async function checkHealth(
  repository: Pick<AttendanceRepository, 'ping'>,
  isClosed: boolean,
): Promise<StoreHealth> {
  if (isClosed) return { status: 'closed', repositoryMs: null };
  const startedAt = performance.now();
  try {
    await repository.ping();
    return { status: 'ok', repositoryMs: performance.now() - startedAt };
  } catch {
    return { status: 'unavailable', repositoryMs: null };
  }
}
