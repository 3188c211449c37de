import { type AttendanceErrorCode, isAttendanceError } from 'rollbook';

/** The HTTP status of every error. Complete by its type: a code that rollbook adds fails the type-check here. */
const statuses: Readonly<Record<AttendanceErrorCode, number>> = {
  invalid_command: 422,
  invalid_options: 500,
  school_not_found: 404,
  child_not_found: 404,
  not_enrolled: 409,
  school_ambiguous: 409,
  date_in_future: 422,
  date_locked: 409,
  school_timezone_invalid: 500,
  bulk_rejected: 409,
  repository_unavailable: 503,
  repository_failed: 500,
  schema_outdated: 500,
  deliveries_outstanding: 503,
  rate_limited: 429,
  overloaded: 503,
  aborted: 503,
  closed: 503,
};

/** The time that a client waits before it tries again, in seconds, where rollbook doesn't say. */
const defaultRetryAfterSeconds = 2;

/** A client's view of an error: a problem document (RFC 9457) without its `type` and `title`. */
export interface Problem {
  readonly status: number;
  readonly code: string;
  readonly detail: string;
  /** True if the same request may succeed later. Default false. */
  readonly retryable?: boolean;
  /** The time to wait before that, in seconds. */
  readonly retryAfterSeconds?: number;
  /** The fault of the command, or the child that it was about. */
  readonly details?: unknown;
}

/** The problem of anything thrown. An error that isn't rollbook's may hold names or SQL, so nothing of it is told. */
export function toProblem(error: unknown): Problem {
  if (!isAttendanceError(error)) return { status: 500, code: 'unexpected', detail: 'something went wrong on our side' };
  const { code, message, retryable, details } = error;
  const status = statuses[code];
  return {
    status,
    code,
    detail: message,
    retryable,
    ...(retryable && { retryAfterSeconds: toSeconds(details) }),
    ...(status < 500 && { details }),
  };
}

/** Rounded up: a client that comes a moment too early is refused again. */
function toSeconds(details: object): number {
  const { retryAfterMs = 0 }: { readonly retryAfterMs?: number } = details;
  return Math.ceil(retryAfterMs / 1_000) || defaultRetryAfterSeconds;
}

/** The response of a problem. */
export function toResponse({ retryable = false, retryAfterSeconds, ...problem }: Problem): Response {
  const { status, code } = problem;
  const document = { type: `https://docs.example.org/problems/${code}`, title: toTitle(code), retryable, ...problem };
  const response = Response.json(document, { status, headers: { 'content-type': 'application/problem+json' } });
  if (retryable) response.headers.set('retry-after', String(retryAfterSeconds ?? defaultRetryAfterSeconds));
  if (status === 401) response.headers.set('www-authenticate', 'Bearer');
  return response;
}

/** `child_not_found` → `Child not found`. */
function toTitle(code: string): string {
  const words = code.replaceAll('_', ' ');
  return words.charAt(0).toUpperCase() + words.slice(1);
}
