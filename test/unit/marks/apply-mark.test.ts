import type { AcceptedOutcome, AttendanceRecord, Mark } from 'rollbook';
import { applyMark } from 'rollbook/rules';
import { expect, test } from 'vitest';
import { aMark, aRecord, minute } from '../support/build.ts';

const storedAt = minute(9);

function apply(current: AttendanceRecord | undefined, mark: Mark, outcome: AcceptedOutcome): AttendanceRecord {
  const place = { schoolId: 'melati', date: '2026-11-02' };
  return applyMark(current, mark, { outcome, happenedAt: mark.occurredAt }, place, storedAt);
}

test('starts a record at the instant of its first mark', () => {
  expect(apply(undefined, aMark({ reason: 'bus' }), 'recorded')).toEqual(
    aRecord({
      reason: 'bus',
      markedBy: 'teacher-1',
      occurredAt: minute(5),
      confirmedAt: minute(5),
      recordedAt: storedAt,
    }),
  );
});

test('leaves a tombstone for a clear of nothing, so that older marks stay without effect', () => {
  const tombstone = apply(undefined, aMark({ status: null }), 'unchanged');
  expect(tombstone).toMatchObject({ status: null, occurredAt: minute(5), confirmedAt: minute(5) });
});

test.each(['kept', 'superseded'] as const)('changes nothing for a mark that is %s', (outcome) => {
  expect(apply(aRecord(), aMark({ status: 'sick', reason: 'flu' }), outcome)).toEqual(aRecord());
});

test('moves only the confirmation for a mark that agrees', () => {
  expect(apply(aRecord(), aMark(), 'unchanged')).toEqual(aRecord({ confirmedAt: minute(5) }));
});

test('keeps the beginning of a status whose details are amended', () => {
  const amended = apply(aRecord({ reason: 'flu' }), aMark({ note: 'rang' }), 'amended');
  const changed = { markedBy: 'teacher-1', confirmedAt: minute(5), recordedAt: storedAt };
  expect(amended).toEqual(aRecord({ reason: 'flu', note: 'rang', ...changed }));
});

test('begins anew with a correction, and keeps details that it leaves out', () => {
  const corrected = apply(aRecord({ reason: 'flu', note: 'rang' }), aMark({ status: 'sick', note: null }), 'corrected');
  expect(corrected).toMatchObject({ status: 'sick', reason: 'flu', note: null, occurredAt: minute(5) });
});

test('forgets the details of what was cleared', () => {
  const cleared = apply(
    aRecord({ reason: 'flu', note: 'rang' }),
    aMark({ status: null, reason: 'wrong child' }),
    'cleared',
  );
  expect(cleared).toMatchObject({ status: null, reason: 'wrong child', note: null });
});

test('starts afresh after a clear', () => {
  const recorded = apply(aRecord({ status: null, reason: 'wrong child' }), aMark(), 'recorded');
  expect(recorded).toMatchObject({ status: 'present', reason: null, note: null });
});
