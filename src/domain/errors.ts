import type { BulkOutcome, Tally } from './outcome.js';

/** One thing wrong with a command: where, and what was expected. Never holds the offending value. */
export interface CommandIssue {
  /** Dotted path inside the command, such as `marks.3.childId`; empty for the command itself. */
  readonly path: string;
  readonly message: string;
}

/** The child that a mark was about, as far as it is known. Holds ids only. */
export interface MarkSubject {
  readonly childId: string;
  readonly schoolId?: string;
}

/** The `details` of each error code. */
export interface AttendanceErrorDetails {
  invalid_command: { readonly issues: readonly CommandIssue[] };
  invalid_options: { readonly option: string };
  school_not_found: { readonly schoolId?: string; readonly childId?: string };
  child_not_found: MarkSubject;
  not_enrolled: MarkSubject;
  school_ambiguous: MarkSubject;
  date_in_future: MarkSubject;
  date_locked: MarkSubject;
  school_timezone_invalid: { readonly schoolId?: string; readonly childId?: string };
  bulk_rejected: { readonly outcomes: readonly BulkOutcome<string>[]; readonly tally: Tally };
  repository_unavailable: {
    readonly reason: 'timeout' | 'connection' | 'conflict';
    readonly sqlState?: string;
    /** There when marks may have been recorded all the same: a try was sent, and its answer got lost. */
    readonly mayBeRecorded?: true;
  };
  /** `reason` where it is known: a privilege is missing, or the ids are of another type than the repository's. */
  repository_failed: {
    readonly reason?: 'forbidden' | 'wrong_id_type';
    readonly sqlState?: string;
    readonly mayBeRecorded?: true;
  };
  /**
   * The store's tables do not serve this release: there are none, they are older, or they are newer and no longer do
   * so. `found` and `needed` are versions of the tables, and `command` is what mends it.
   */
  schema_outdated: {
    readonly reason: 'not_migrated' | 'outdated' | 'ahead';
    readonly found: string | null;
    readonly needed: string;
    readonly command: string;
    readonly mayBeRecorded?: true;
  };
  /** `retryAfterMs`: how long until the next attempt is due; 0 when it is due now, or another worker makes it. */
  deliveries_outstanding: { readonly jobId: string; readonly outstanding: number; readonly retryAfterMs: number };
  /** `retryAfterMs`: how long until the limiter has points again, at most 2,147,483,647; 0 when it doesn't say. */
  rate_limited: { readonly retryAfterMs: number };
  /** `retryAfterMs`: how long until there is room again, by how fast marks get done. */
  overloaded: { readonly retryAfterMs: number };
  aborted: Record<string, never>;
  closed: Record<string, never>;
}

/** Every code an `AttendanceError` can have. */
export type AttendanceErrorCode = keyof AttendanceErrorDetails;

/**
 * The one error class of rollbook. Tell errors apart by `code` (see `isAttendanceError`), not by `instanceof` or
 * `message`. Neither message nor details hold a child's or guardian's name, contact or note.
 */
export class AttendanceError<Code extends AttendanceErrorCode = AttendanceErrorCode> extends Error {
  override readonly name = 'AttendanceError';
  readonly code: Code;
  readonly details: AttendanceErrorDetails[Code];
  /** True if the same command, with the same `occurredAt`, may succeed when sent again later. */
  readonly retryable: boolean;

  constructor(code: Code, message: string, details: AttendanceErrorDetails[Code], options?: ErrorOptions) {
    super(message, options);
    this.code = code;
    this.details = details;
    this.retryable = errorCodes[code];
  }
}

/** Every code, and whether it is retryable. */
const errorCodes: Readonly<Record<AttendanceErrorCode, boolean>> = {
  invalid_command: false,
  invalid_options: false,
  school_not_found: false,
  child_not_found: false,
  not_enrolled: false,
  school_ambiguous: false,
  date_in_future: false,
  date_locked: false,
  school_timezone_invalid: false,
  bulk_rejected: false,
  schema_outdated: false,
  repository_unavailable: true,
  repository_failed: false,
  deliveries_outstanding: true,
  rate_limited: true,
  overloaded: true,
  aborted: true,
  closed: false,
};

/**
 * Says if `error` is an `AttendanceError`, of the given code if one is named. Looks at `name`, `code` and `details`,
 * and so knows errors of another copy of the package too. Never throws: a value that cannot be looked at, such as a
 * Proxy that throws at any question, is none.
 */
export function isAttendanceError<Code extends AttendanceErrorCode = AttendanceErrorCode>(
  error: unknown,
  code?: Code,
): error is AttendanceError<Code> {
  try {
    if (!(error instanceof Error) || error.name !== 'AttendanceError' || !('code' in error)) return false;
    if (typeof error.code !== 'string' || !Object.hasOwn(errorCodes, error.code)) return false;
    if (!('details' in error) || typeof error.details !== 'object' || error.details === null) return false;
    return code === undefined || error.code === code;
  } catch {
    return false;
  }
}
