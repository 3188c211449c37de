import { AttendanceError } from 'rollbook';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { openBatcher } from './support/open-batcher.ts';

const timeoutMs = 1_000;
const timedOut = new AttendanceError('repository_unavailable', 'slow', { reason: 'timeout' });
const heldUp = new AttendanceError('repository_unavailable', 'slow', { reason: 'timeout', sqlState: '55P03' });
const tooLate = { code: 'repository_unavailable', retryable: true, details: { reason: 'timeout' } };

beforeEach(() => vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'performance'] }));
afterEach(() => vi.useRealTimers());

const open = (settings: Parameters<typeof openBatcher>[0] = {}) =>
  openBatcher({ timeoutMs, elapsedMs: () => performance.now(), ...settings });

test('a mark that waits behind another of its child is given up in time, and never sent', async () => {
  const { statements, submit } = open();
  void submit('a1');
  await vi.advanceTimersByTimeAsync(400);
  const behind = submit('a1');
  await vi.advanceTimersByTimeAsync(timeoutMs - 1);
  const stillWaits = await Promise.race([behind, 'waits']);
  await vi.advanceTimersByTimeAsync(100);
  expect(stillWaits).toBe('waits');
  await expect(behind).rejects.toMatchObject(tooLate);
  await expect(behind).rejects.not.toHaveProperty('details.mayBeRecorded');
  await statements[0]?.answer();
  expect(statements).toHaveLength(1);
});

test('a mark that was sent is given up in time, though its statement has no answer, and may be recorded', async () => {
  const { statements, submit } = open();
  const sent = submit('a1');
  await vi.advanceTimersByTimeAsync(timeoutMs + 100);
  await expect(sent).rejects.toMatchObject({ ...tooLate, details: { reason: 'timeout', mayBeRecorded: true } });
  expect(statements).toHaveLength(1);
});

test('what a store says itself when the time is over is what the caller hears', async () => {
  const { statements, submit } = open();
  const sent = submit('a1');
  await vi.advanceTimersByTimeAsync(timeoutMs);
  await statements[0]?.fail(timedOut);
  await expect(sent).rejects.toEqual(timedOut);
});

test('a mark that a poisoned one was sent with is tried again, however little time is left', async () => {
  const { statements, submit } = open();
  const [innocent] = ['a1', 'b1'].map((child) => submit(child));
  await vi.advanceTimersByTimeAsync(timeoutMs - 10);
  await statements[0]?.fail(new AttendanceError('repository_failed', 'refused', {}));
  await statements[1]?.answer();
  await expect(innocent).resolves.toMatchObject({ outcome: 'recorded' });
});

test('what nobody waits for any more is not tried again', async () => {
  const { statements, submit, batcher } = open();
  const given = Promise.allSettled(['a1', 'b1'].map((child) => submit(child)));
  await vi.advanceTimersByTimeAsync(timeoutMs + 100);
  await statements[0]?.fail(heldUp);
  expect((await given).map(({ status }) => status)).toEqual(['rejected', 'rejected']);
  expect(statements).toHaveLength(1);
  expect(batcher.readings()).toMatchObject({ queued: 0, inFlight: 0 });
});

test('marks that were answered in time leave no timer behind, and their successors have one', async () => {
  const { statements, submit, batcher } = open();
  const first = submit('a1');
  await vi.advanceTimersByTimeAsync(900);
  const second = submit('b1');
  await vi.advanceTimersByTimeAsync(0);
  await statements[0]?.answer();
  await first;
  await vi.advanceTimersByTimeAsync(500);
  await statements[1]?.answer();
  await second;
  expect(vi.getTimerCount()).toBe(0);
  await batcher.close();
});

test('without a limit a mark waits as long as its store takes', async () => {
  const { statements, submit } = open({ timeoutMs: undefined });
  const patient = submit('a1');
  await vi.advanceTimersByTimeAsync(3_600_000);
  await statements[0]?.answer();
  await expect(patient).resolves.toMatchObject({ outcome: 'recorded' });
});
