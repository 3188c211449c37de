import { AttendanceError, isAttendanceError } from 'rollbook';
import { expect, test, vi } from 'vitest';

const error = new AttendanceError('child_not_found', 'the school has no such child', { childId: '7' });

test('knows an error by its code', () => {
  expect(isAttendanceError(error)).toBe(true);
  expect(isAttendanceError(error, 'child_not_found')).toBe(true);
  expect(isAttendanceError(error, 'date_locked')).toBe(false);
});

test('knows the errors of another copy of the package', async () => {
  vi.resetModules();
  const copy = await import('rollbook');
  const foreign = new copy.AttendanceError('child_not_found', 'the school has no such child', { childId: '7' });
  expect(foreign).not.toBeInstanceOf(AttendanceError);
  expect(isAttendanceError(foreign, 'child_not_found')).toBe(true);
  expect(copy.isAttendanceError(error, 'child_not_found')).toBe(true);
});

test.each([
  undefined,
  null,
  'child_not_found',
  { name: 'AttendanceError', code: 'child_not_found' },
  new Error('child_not_found'),
  Object.assign(new Error('another library’s'), { code: 'child_not_found' }),
  Object.assign(new Error('no such code'), { name: 'AttendanceError', code: 'ENOENT' }),
  Object.assign(new Error('inherited'), { name: 'AttendanceError', code: 'toString' }),
  Object.assign(new Error('no text'), { name: 'AttendanceError', code: 7 }),
])('knows that %s is none', (value) => {
  expect(isAttendanceError(value)).toBe(false);
});

test('keeps its cause, and shows its name in a stack trace', () => {
  const cause = new Error('connection lost');
  const wrapped = new AttendanceError('repository_unavailable', 'gone', { reason: 'connection' }, { cause });
  expect(wrapped.cause).toBe(cause);
  expect(String(wrapped)).toBe('AttendanceError: gone');
  expect(wrapped.stack).toContain('is-attendance-error.test');
});

const explode = () => {
  throw new Error('no');
};

test.each([
  ['a Proxy that throws when its class is asked for', new Proxy(new Error('no'), { getPrototypeOf: explode })],
  ['a Proxy that throws when it is read', new Proxy(error, { get: explode })],
  ['an error whose code throws', Object.defineProperty(new Error('no'), 'code', { get: explode })],
  ['a revoked Proxy', revoked()],
])('takes %s for none, and throws nothing itself', (_, unreadable) => {
  expect(isAttendanceError(unreadable)).toBe(false);
  expect(isAttendanceError(unreadable, 'child_not_found')).toBe(false);
});

function revoked(): object {
  const { proxy, revoke } = Proxy.revocable({}, {});
  revoke();
  return proxy;
}
