import { type StoreFault, storeFaultOf } from '../domain/store-fault.js';
import type { AttendanceRepository } from '../ports/attendance-repository.js';
import type { Meters } from '../readings/meters.js';
import { readMeters } from '../readings/read-meters.js';
import type { Readings } from '../readings/readings.js';

/** The state of the store. */
export interface StoreHealth {
  /**
   * `closed` after `close()`, `unavailable` when the store doesn't answer. The other values say why a store that
   * answers does not fit. Tables are missing, older or newer, a privilege is missing, or ids are of another type.
   */
  readonly status: 'ok' | 'unavailable' | 'closed' | StoreFault;
  /** The fault in words, with what to run or to grant. Left out where nobody has to do anything. */
  readonly hint?: string;
  /**
   * The time that the store took to answer, the wait for a connection included, in milliseconds; `null` when it didn't.
   */
  readonly repositoryMs: number | null;
}

/** The state of the library, and figures to watch. */
export interface Health extends StoreHealth {
  readonly readings: Readings;
}

/** Asks the store for an answer, and reads the meters. See `Attendance.health`. */
export async function checkHealth(
  repository: Pick<AttendanceRepository, 'ping'>,
  isClosed: boolean,
  meters: Meters,
): Promise<Health> {
  return { ...(await checkStore(repository, isClosed)), readings: readMeters(meters) };
}

async function checkStore(repository: Pick<AttendanceRepository, 'ping'>, isClosed: boolean): Promise<StoreHealth> {
  if (isClosed) return { status: 'closed', repositoryMs: null };
  const startedAt = performance.now();
  const elapsedMs = () => performance.now() - startedAt;
  try {
    await repository.ping();
    return { status: 'ok', repositoryMs: elapsedMs() };
  } catch (error) {
    const fault = storeFaultOf(error);
    return fault ? { ...fault, repositoryMs: elapsedMs() } : { status: 'unavailable', repositoryMs: null };
  }
}
