import { isAttendanceError } from './errors.js';

/** How a store that answers may not fit: its tables, what may be done with them, or its ids. */
export type StoreFault = 'not_migrated' | 'outdated' | 'ahead' | 'forbidden' | 'wrong_id_type';

/** The store's fault that an error tells of, which is the same for every command; `undefined` for any other error. */
export function storeFaultOf(error: unknown): StoreFault | undefined {
  const isTold = isAttendanceError(error, 'schema_outdated') || isAttendanceError(error, 'repository_failed');
  return isTold ? error.details.reason : undefined;
}
