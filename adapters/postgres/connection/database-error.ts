import { AttendanceError, type AttendanceErrorDetails, isAttendanceError } from '../../../src/index.js';

/**
 * States after which another try may succeed: serialization failure, deadlock, lock not available, and division by
 * zero. The statement of marks divides by zero when a record went before it was corrected. A statement with such a
 * state has not committed.
 */
const conflictStates = new Set(['40001', '40P01', '55P03', '22012']);
/** The connection has ended, and a statement sent over it may be done. Class 08 is every connection error. */
const lostState = /^(08...|57P0[125])$/;
/**
 * The server did not run the statement, and may run it when it is asked again. The server is starting (57P03), short of
 * something (class 53), still read-only after a failover (25006), or has ended a transaction that idled (25P03).
 */
const unableState = /^(57P03|53...|25006|25P03)$/;
/** The code of Postgres's own errors: five characters, one of them a digit in every state that Postgres has. */
const sqlState = /^(?=.*\d)[0-9A-Z]{5}$/;
/** Codes of Node for a socket; below them the messages of `pg` that have no code. */
const socketCode =
  /^(ECONNRESET|ECONNREFUSED|ECONNABORTED|EPIPE|ETIMEDOUT|E(HOST|NET)(UNREACH|DOWN)|EADDRNOTAVAIL|EMFILE|ENFILE|ENOTFOUND|EAI_AGAIN)$/;
const pgMessage =
  /^(Connection terminated|Client has encountered a connection error|timeout exceeded when trying to connect|timeout expired)/;

/**
 * True if the server no longer takes a statement that this connection has prepared. Somebody discarded the statement
 * (26000), or a migration changed its answer. Nothing was done, and another connection will take the statement.
 */
export function isStalePlan(error: unknown): boolean {
  const code = codeOf(error);
  const isReplanned = error instanceof Error && 'routine' in error && error.routine === 'RevalidateCachedQuery';
  return code === '26000' || (code === '0A000' && isReplanned);
}

/**
 * True if the server gave up the statement, so that nothing of it is done. The code decides: severity and message are
 * localised.
 */
export function isUndone(error: unknown): boolean {
  const code = codeOf(error);
  return sqlState.test(code) && !lostState.test(code);
}

/** True if the server gave up the statement and kept the connection. */
export function isRefusal(error: unknown): boolean {
  return isUndone(error) && !unableState.test(codeOf(error)) && codeOf(error) !== '25P04';
}

/** The reason of a failure that another try may mend; `undefined` when no try will. */
export function transientReason(error: unknown): 'conflict' | 'connection' | undefined {
  const code = codeOf(error);
  if (conflictStates.has(code) || isStalePlan(error) || isRaced(error)) return 'conflict';
  if (lostState.test(code) || unableState.test(code) || socketCode.test(code)) return 'connection';
  return error instanceof Error && pgMessage.test(error.message) ? 'connection' : undefined;
}

/** True if a lock was waited for as long as the session, or the statement, allows. */
export function isLockWait(error: unknown): boolean {
  return codeOf(error) === '55P03';
}

/**
 * Keys that keep apart statements which could not see each other. Two claims may decide on one guardian's day. A mark
 * may begin a record anew while a revision of the erased record is still being erased.
 */
const racedKeys = [
  { name: 'deliveries_told', columns: '(school_id, guardian_id, subject_type, date, told_order)=' },
  { name: 'revisions_pkey', columns: '(school_id, date, child_id, session, id)=' },
];

/**
 * True for such a key: nothing was done, and another try will see what the other statement did. A partition's key has a
 * name of its own, and `detail` begins with the columns of any key, in every language of the server.
 */
function isRaced(error: unknown): boolean {
  if (!(error instanceof Error) || codeOf(error) !== '23505') return false;
  const constraint = 'constraint' in error ? error.constraint : undefined;
  const detail = 'detail' in error ? String(error.detail) : '';
  return racedKeys.some(({ name, columns }) => constraint === name || detail.includes(columns));
}

/**
 * The library's error for what a driver threw. The cause keeps its message and code, not its detail: that quotes rows.
 * @param about.isLockWaitLimited  True if the statement itself limits how long it waits for a lock. Such a wait is then
 *                                 a time-out.
 * @param about.mayBeRecorded      True if marks may have been recorded all the same.
 */
export function toAttendanceError(
  error: unknown,
  { isLockWaitLimited = false, mayBeRecorded = false } = {},
): AttendanceError {
  if (isAttendanceError(error)) return error;
  const fate = mayBeRecorded ? ({ mayBeRecorded } as const) : {};
  if (isTimeout(error) || (isLockWaitLimited && isLockWait(error))) return timedOut(error, fate);
  if (error instanceof Error && error.name === 'AbortError')
    return new AttendanceError('aborted', 'the call was aborted', {});
  const code = codeOf(error);
  const state = { ...(sqlState.test(code) && { sqlState: code }), ...fate };
  const reason = transientReason(error);
  const cause = { cause: withoutDetail(error) };
  if (!reason && isForbidden(error)) return forbidden(state, cause);
  if (!reason) return new AttendanceError('repository_failed', 'the database refused the statement', state, cause);
  return new AttendanceError('repository_unavailable', 'the database is not available', { reason, ...state }, cause);
}

/** Postgres's own check of privileges: a policy of the host's for rows, and its triggers, say 42501 too. */
function isForbidden(error: unknown): boolean {
  return (
    codeOf(error) === '42501' && error instanceof Error && 'routine' in error && error.routine === 'aclcheck_error'
  );
}

function forbidden(state: AttendanceErrorDetails['repository_failed'], cause: ErrorOptions): AttendanceError {
  const message = "the database's role lacks a privilege, which the cause names: grant it";
  return new AttendanceError('repository_failed', message, { reason: 'forbidden', ...state }, cause);
}

/** A limit of the host's own ended the statement: another try may find less to wait for. */
function isTimeout(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  return (
    error.name === 'TimeoutError' ||
    ['57014', '25P04'].includes(codeOf(error)) ||
    error.message === 'Query read timeout'
  );
}

/** The error's state says that the server gave up, and that nothing of this try was recorded. */
function timedOut(cause: unknown, fate: { readonly mayBeRecorded?: true }): AttendanceError {
  const code = codeOf(cause);
  const details = { reason: 'timeout', ...(sqlState.test(code) && { sqlState: code }), ...fate } as const;
  return new AttendanceError('repository_unavailable', 'the database did not answer in time', details, { cause });
}

function codeOf(error: unknown): string {
  if (typeof error !== 'object' || error === null || !('code' in error)) return '';
  return typeof error.code === 'string' ? error.code : '';
}

function withoutDetail(error: unknown): Error {
  return Object.assign(new Error(ownMessage(error)), { code: codeOf(error) });
}

/**
 * The message of Postgres or a socket itself. A message of a wrapper, or of a trigger of the host's, may quote a row,
 * whatever its code.
 */
function ownMessage(error: unknown): string {
  if (!(error instanceof Error)) return 'not an error';
  const code = codeOf(error);
  const isRaised = code.startsWith('P0') || ('routine' in error && error.routine === 'exec_stmt_raise');
  const isPostgres = sqlState.test(code) && !isRaised;
  return isPostgres || socketCode.test(code) || pgMessage.test(error.message) ? error.message : error.name;
}
