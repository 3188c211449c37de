import { type Attendance, AttendanceError } from 'rollbook';
import { expect, test } from 'vitest';
import { errorOf } from '../support/error-of.ts';
import { goodBulk, goodMark, ids, openSchool, today } from '../support/open-school.ts';

type Method = Exclude<
  keyof Attendance<string, string, unknown>,
  'health' | 'close' | 'events' | 'schemas' | 'notifications'
>;

const commands: Record<Method, unknown> = {
  markAttendance: goodMark,
  markBulkAttendance: goodBulk,
  clearAttendance: { childId: ids.ani, markedBy: 'teacher-1' },
  getRegister: { schoolId: ids.school },
  getDailySummary: { schoolId: ids.school },
  getHistory: { schoolId: ids.school, childId: ids.ani },
  reconcileDailyCounts: { date: today },
  purge: { revisionsBefore: today },
  eraseChild: { schoolId: ids.school, childId: ids.ani },
};
const methods = Object.entries(commands);

async function failure(method: string, command: unknown, options: unknown) {
  const { attendance, calls } = openSchool();
  const error = await errorOf(() => Reflect.apply(Reflect.get(attendance, method), attendance, [command, options]));
  expect(calls).toEqual([]);
  return error;
}

test.each(methods)('%s refuses a misspelt transaction, which would commit on its own', async (method, command) => {
  for (const options of [
    { trx: {} },
    { transacton: {} },
    { Transaction: {} },
    { tx: {}, signal: new AbortController().signal },
  ]) {
    expect((await failure(method, command, options)).code).toBe('invalid_command');
  }
});

test.each(methods)('%s refuses null for a transaction: one that failed to begin', async (method, command) => {
  expect((await failure(method, command, { transaction: null })).code).toBe('invalid_command');
});

test.each(methods)('%s refuses anything but an object for options', async (method, command) => {
  for (const options of [null, 7, 'transaction', true, [], () => {}]) {
    expect((await failure(method, command, options)).code).toBe('invalid_command');
  }
});

test.each(methods)('%s refuses anything but an AbortSignal for a signal', async (method, command) => {
  for (const signal of [null, 7, 'abort', {}, new AbortController()]) {
    expect((await failure(method, command, { signal })).code).toBe('invalid_command');
  }
});

test.each(methods)('%s is not sent once its signal is aborted', async (method, command) => {
  const error = await failure(method, command, { signal: AbortSignal.abort(new Error('Putri Ayu')) });
  expect(error).toMatchObject({ code: 'aborted', retryable: true });
  expect(error.message).not.toContain('Putri');
});

test.each(methods)('%s refuses a transaction that is none of this repository', async (method, command) => {
  for (const transaction of [{}, 7, 'begin', Symbol('transaction')]) {
    const { attendance } = openSchool();
    const call = () => Reflect.apply(Reflect.get(attendance, method), attendance, [command, { transaction }]);
    expect((await errorOf(call)).code).toBe('invalid_command');
  }
});

test.each(methods)('%s takes options without anything in them', async (method, command) => {
  for (const options of [undefined, {}, { transaction: undefined, signal: undefined }]) {
    const { attendance } = openSchool();
    await Reflect.apply(Reflect.get(attendance, method), attendance, [command, options]);
  }
});

test.each(methods)('%s is refused after close, whatever it asks for', async (method, command) => {
  const { attendance, calls } = openSchool();
  await attendance.close();
  for (const input of [command, undefined]) {
    const error = await errorOf(() => Reflect.apply(Reflect.get(attendance, method), attendance, [input]));
    expect(error).toMatchObject({ code: 'closed', retryable: false });
  }
  expect(calls).toEqual([]);
});

test('closing twice is no error', async () => {
  const { attendance } = openSchool();
  await attendance.close();
  await expect(attendance.close()).resolves.toBeUndefined();
});

test('health tells an open store from a closed and an unavailable one, and never rejects', async () => {
  const { attendance, memory } = openSchool();
  const { status, repositoryMs } = await attendance.health();
  expect({ status, isMeasured: repositoryMs !== null && repositoryMs >= 0 }).toEqual({
    status: 'ok',
    isMeasured: true,
  });
  memory.ping = () => Promise.reject(new Error('gone'));
  await expect(attendance.health()).resolves.toMatchObject({ status: 'unavailable', repositoryMs: null });
  await attendance.close();
  await expect(attendance.health()).resolves.toMatchObject({ status: 'closed', repositoryMs: null });
});

const needed = { found: null, needed: '1', command: 'run migrateToLatest(db)' };

test.each([
  [
    'not_migrated',
    new AttendanceError('schema_outdated', 'there are no tables', { reason: 'not_migrated', ...needed }),
  ],
  ['outdated', new AttendanceError('schema_outdated', 'they are older', { reason: 'outdated', ...needed })],
  ['ahead', new AttendanceError('schema_outdated', 'they are newer', { reason: 'ahead', ...needed })],
  ['forbidden', new AttendanceError('repository_failed', 'grant it', { reason: 'forbidden', sqlState: '42501' })],
  ['wrong_id_type', new AttendanceError('repository_failed', 'ids are text', { reason: 'wrong_id_type' })],
])('health tells a store that answers and does not fit, and what to do: %s', async (status, error) => {
  const { attendance, memory } = openSchool();
  memory.ping = () => Promise.reject(error);
  const { readings: _, ...health } = await attendance.health();
  expect(health).toEqual({ status, hint: error.message, repositoryMs: expect.any(Number) });
});

const unreadable = Object.defineProperty(
  new AttendanceError('repository_failed', '', { reason: 'forbidden' }),
  'message',
  {
    get: () => {
      throw new Error('no message');
    },
  },
);

test.each([
  ['refused', new AttendanceError('repository_failed', 'refused', { sqlState: 'XX000' })],
  ['an object like an error', { code: 'schema_outdated', details: { reason: 'ahead' } }],
  ['an error that cannot be read', unreadable],
])('health takes a store that fails otherwise for unavailable, and has no hint: %s', async (_name, error) => {
  const { attendance, memory } = openSchool();
  memory.ping = () => Promise.reject(error);
  const { readings: _, ...health } = await attendance.health();
  expect(health).toEqual({ status: 'unavailable', repositoryMs: null });
});

test('a signal that nobody can listen to is refused, and holds up nobody else', async () => {
  const { attendance } = openSchool();
  const get = (signal: AbortSignal, key: string) => (key === 'aborted' ? false : Reflect.get(signal, key, signal));
  const listenerless = new Proxy(new AbortController().signal, {
    get: (signal, key) => (key === 'removeEventListener' ? undefined : bound(get(signal, String(key)), signal)),
  });
  const error = await errorOf(() => attendance.markAttendance(goodMark, { signal: listenerless }));
  expect(error.code).toBe('invalid_command');
  await expect(attendance.markAttendance(goodMark)).resolves.toMatchObject({ outcome: 'recorded' });
});

function bound(value: unknown, owner: object): unknown {
  return typeof value === 'function' ? value.bind(owner) : value;
}
