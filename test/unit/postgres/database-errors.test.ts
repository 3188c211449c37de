import { expect, test } from 'vitest';
import { isRefusal, isUndone, toAttendanceError } from '../../../adapters/postgres/connection/database-error.ts';

function failureWith(code: string, message = 'somebody says so'): Error {
  return Object.assign(new Error(message), { code });
}

test.each([
  ['08006', 'the connection failed'],
  ['57P01', 'the server is shut down'],
  ['57P05', 'the session idled'],
  ['EPIPE', 'the socket is closed'],
  ['ECONNRESET', 'the socket is reset'],
])('%s leaves open whether the statement was done, and the connection is of no use any more: %s', (code) => {
  expect(isUndone(failureWith(code))).toBe(false);
  expect(isRefusal(failureWith(code))).toBe(false);
});

test.each([
  ['25006', 'read-only, as during a failover'],
  ['53100', 'the disk is full'],
  ['53200', 'out of memory'],
  ['53300', 'too many connections'],
  ['57P03', 'the server is starting'],
  ['25P03', 'the transaction idled'],
])('%s says that nothing was done, and that another connection may do it: %s', (code) => {
  expect(isUndone(failureWith(code))).toBe(true);
  expect(isRefusal(failureWith(code))).toBe(false);
  expect(toAttendanceError(failureWith(code))).toMatchObject({
    code: 'repository_unavailable',
    retryable: true,
    details: { reason: 'connection', sqlState: code },
  });
});

test.each(['EADDRNOTAVAIL', 'ENETDOWN', 'EHOSTDOWN', 'EMFILE', 'EPIPE', 'ECONNREFUSED'])(
  '%s of a socket is worth another try, and no SQL state',
  (code) => {
    const error = toAttendanceError(failureWith(code));
    expect(error).toMatchObject({ code: 'repository_unavailable', retryable: true });
    expect(error.details).toEqual({ reason: 'connection' });
  },
);

test('a constraint that is violated keeps the connection, and no try mends it', () => {
  expect(isRefusal(failureWith('23505'))).toBe(true);
  expect(toAttendanceError(failureWith('23505'))).toMatchObject({ code: 'repository_failed', retryable: false });
});

test.each([
  { constraint: 'revisions_pkey' },
  { constraint: 'deliveries_told' },
  // A partition's key, as a server in German says it.
  {
    constraint: 'revisions_2026_03_pkey',
    detail: 'Schlüssel »(school_id, date, child_id, session, id)=(1, 2026-03-02, 2, day, 1)« existiert bereits.',
  },
])('a key that two statements raced for is worth another try: $constraint', (fields) => {
  const error = toAttendanceError(Object.assign(failureWith('23505'), fields));
  expect(error).toMatchObject({ code: 'repository_unavailable', retryable: true, details: { reason: 'conflict' } });
});

test("a key of the host's own is not raced for, whatever it is called", () => {
  const fields = { constraint: 'badges_pkey', detail: 'Key (school_id, id)=(1, 2) already exists.' };
  const error = toAttendanceError(Object.assign(failureWith('23505'), fields));
  expect(error).toMatchObject({ code: 'repository_failed', retryable: false });
});

test("what a host's trigger says is nobody's to read, whatever code it chose", () => {
  const error = Object.assign(failureWith('53100', 'no room for Budi Santoso'), { routine: 'exec_stmt_raise' });
  expect(String(toAttendanceError(error).cause)).not.toContain('Budi');
});
