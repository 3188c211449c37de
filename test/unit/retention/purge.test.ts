import { createAttendance, type PurgeRequest, type PurgeResult } from 'rollbook';
import { createMemoryRepository, type MemoryRepository } from 'rollbook/memory';
import { describe, expect, test } from 'vitest';
import { errorOf } from '../support/error-of.ts';
import { expectInvalid } from '../support/expect-invalid.ts';
import { goodMark, ids, now, openSchool, roster, today } from '../support/open-school.ts';

const minute = 60_000;
const ago = (milliseconds: number) => new Date(now.getTime() - milliseconds);

/** Attendance whose store answers the purges of so many stretches, and what it was asked. */
function openStretches(stretches: readonly PurgeResult[], onPurge: () => void = () => {}) {
  const requests: PurgeRequest[] = [];
  const memory: MemoryRepository = createMemoryRepository({ roster });
  const purge = async (request: PurgeRequest): Promise<PurgeResult> => {
    requests.push(request);
    onPurge();
    return stretches[requests.length - 1] ?? { deliveries: 0, revisions: 0, next: null };
  };
  const attendance = createAttendance({ repository: { ...memory, purge }, clock: { now: () => new Date(now) } });
  return { attendance, requests };
}

describe('the command', () => {
  test.each([[{}], [{ deliveriesBefore: undefined }], [{ revisionsBefore: undefined, deliveriesBefore: undefined }]])(
    'refuses %o, which names nothing to delete',
    async (command) => {
      const error = await expectInvalid('purge', command, '');
      expect(error.message).toContain('deliveriesBefore, revisionsBefore or both');
    },
  );

  test.each([
    null,
    '',
    'yesterday',
    '2026-02-29',
    '2026-11-02T01:00:00',
    '2026-11-02 01:00:00Z',
    '0000-12-31',
    new Date(Number.NaN),
    new Date('+010000-01-01T00:00:00Z'),
    now.getTime(),
  ])('takes %o for no instant', async (instant) => {
    await expectInvalid('purge', { deliveriesBefore: instant }, 'deliveriesBefore');
    await expectInvalid('purge', { deliveriesBefore: now, revisionsBefore: instant }, 'revisionsBefore');
  });

  test('refuses a misspelt key, which would delete less than was asked for', async () => {
    await expectInvalid('purge', { revisionsBefore: now, deliveryBefore: now });
  });

  test.each([
    ['a calendar day, its midnight in UTC', '2026-10-01', '2026-10-01T00:00:00.000Z'],
    ['a text with an offset', '2026-10-01T00:00:00+07:00', '2026-09-30T17:00:00.000Z'],
    ['a Date', new Date('2026-10-01T12:34:56.789Z'), '2026-10-01T12:34:56.789Z'],
  ])('takes %s', async (_, given, expected) => {
    const { attendance, requests } = openStretches([]);
    await attendance.purge({ deliveriesBefore: given, revisionsBefore: given });
    const instant = new Date(expected);
    expect(requests).toEqual([
      { deliveriesBefore: instant, revisionsBefore: instant, now, correctDays: 7, limit: 5_000 },
    ]);
  });

  test('asks only for what is named', async () => {
    const { attendance, requests } = openStretches([]);
    await attendance.purge({ revisionsBefore: now });
    expect(requests).toEqual([{ revisionsBefore: now, now, correctDays: 7, limit: 5_000 }]);
  });
});

describe('the stretches', () => {
  const stretches = [
    { deliveries: 2, revisions: 5, next: 'first' },
    { deliveries: 0, revisions: 0, next: 'second' },
    { deliveries: 0, revisions: 1, next: null },
  ];

  test('are gone through to the end, each from where the one before left off', async () => {
    const { attendance, requests } = openStretches(stretches);
    expect(await attendance.purge({ revisionsBefore: today })).toEqual({ deliveries: 2, revisions: 6 });
    expect(requests.map(({ after }) => after)).toEqual([undefined, 'first', 'second']);
  });

  test('go by the instants of the call, whatever becomes of the Date', async () => {
    const revisionsBefore = ago(minute);
    const { attendance, requests } = openStretches(stretches, () => revisionsBefore.setTime(0));
    await attendance.purge({ revisionsBefore });
    expect(requests.map((request) => request.revisionsBefore)).toEqual([1, 2, 3].map(() => ago(minute)));
  });

  test('end when the caller gives up', async () => {
    const controller = new AbortController();
    const { attendance, requests } = openStretches(stretches, () => controller.abort());
    const error = await errorOf(() => attendance.purge({ revisionsBefore: now }, { signal: controller.signal }));
    expect(error).toMatchObject({ code: 'aborted', retryable: true });
    expect(requests).toHaveLength(1);
  });
});

describe('in memory', () => {
  test('revisions recorded before go; records, counts and later revisions stay', async () => {
    const { attendance, memory } = openSchool();
    await attendance.markAttendance(goodMark);
    const counts = memory.tables().dailyCounts;
    expect(await attendance.purge({ revisionsBefore: now })).toEqual({ deliveries: 0, revisions: 0 });
    expect(await attendance.purge({ revisionsBefore: ago(-1) })).toEqual({ deliveries: 0, revisions: 1 });
    expect(memory.tables()).toMatchObject({ records: [{ status: 'present' }], revisions: [], dailyCounts: counts });
    expect(await attendance.getHistory({ schoolId: ids.school, childId: ids.ani })).toEqual([]);
    expect(await attendance.purge({ revisionsBefore: ago(-1) })).toEqual({ deliveries: 0, revisions: 0 });
  });
});
