import { isAttendanceError } from './errors.js';

/** The ways in which a store that answers may not fit: by its tables, its privileges, or its ids. */
export type StoreFault = 'not_migrated' | 'outdated' | 'ahead' | 'forbidden' | 'wrong_id_type';

/**
 * The store's fault that an error tells of, which is the same for every command; `undefined` for any other error. Never
 * throws, like `isAttendanceError`.
 */
export function storeFaultOf(error: unknown): { readonly status: StoreFault; readonly hint: string } | undefined {
  try {
    if (!isAttendanceError(error, 'schema_outdated') && !isAttendanceError(error, 'repository_failed'))
      return undefined;
    const { details, message } = error;
    return details.reason && { status: details.reason, hint: message };
  } catch {
    return undefined;
  }
}
