import { decideMark } from 'rollbook/rules';
import { expect, test } from 'vitest';
import { aMark, aRecord, minute } from '../support/build.ts';

const anyone = { onlyUnmarked: false };
const unmarkedOnly = { onlyUnmarked: true };

test('records the first mark of a day', () => {
  expect(decideMark(undefined, aMark(), anyone)).toEqual({ outcome: 'recorded', happenedAt: minute(5) });
});

test('has nothing to clear where nothing was recorded', () => {
  expect(decideMark(undefined, aMark({ status: null }), anyone).outcome).toBe('unchanged');
});

test('supersedes a mark that happened before the latest that agreed', () => {
  expect(decideMark(aRecord(), aMark({ occurredAt: minute(1), status: 'sick' }), anyone).outcome).toBe('superseded');
  expect(decideMark(aRecord(), aMark({ occurredAt: minute(1) }), anyone).outcome).toBe('superseded');
});

test('takes the later arrival of two marks at the same instant', () => {
  expect(decideMark(aRecord(), aMark({ occurredAt: minute(2), status: 'sick' }), anyone).outcome).toBe('corrected');
});

test('corrects another status', () => {
  expect(decideMark(aRecord(), aMark({ status: 'sick' }), anyone).outcome).toBe('corrected');
});

test('leaves the same status with the same or omitted details unchanged', () => {
  const flu = aRecord({ reason: 'flu', note: 'rang' });
  expect(decideMark(flu, aMark(), anyone).outcome).toBe('unchanged');
  expect(decideMark(flu, aMark({ reason: 'flu', note: 'rang' }), anyone).outcome).toBe('unchanged');
  expect(decideMark(aRecord(), aMark({ reason: null, note: null }), anyone).outcome).toBe('unchanged');
});

test.each([{ reason: 'bus' }, { reason: null }, { note: 'wrote' }, { note: null }])(
  'amends the details with %j',
  (details) => {
    const flu = aRecord({ reason: 'flu', note: 'rang' });
    expect(decideMark(flu, aMark(details), anyone).outcome).toBe('amended');
  },
);

test('clears a status once', () => {
  expect(decideMark(aRecord(), aMark({ status: null }), anyone).outcome).toBe('cleared');
  expect(decideMark(aRecord({ status: null }), aMark({ status: null }), anyone).outcome).toBe('unchanged');
});

test('records again after a clear, but not what happened before it', () => {
  const cleared = aRecord({ status: null });
  expect(decideMark(cleared, aMark(), anyone).outcome).toBe('recorded');
  expect(decideMark(cleared, aMark({ occurredAt: minute(1) }), anyone).outcome).toBe('superseded');
});

test('keeps what stands from a bulk for the unmarked, however old its marks', () => {
  expect(decideMark(aRecord(), aMark({ status: 'sick' }), unmarkedOnly).outcome).toBe('kept');
  expect(decideMark(aRecord(), aMark({ occurredAt: minute(1) }), unmarkedOnly).outcome).toBe('kept');
});

test('takes a bulk for the unmarked where nothing stands', () => {
  expect(decideMark(undefined, aMark(), unmarkedOnly).outcome).toBe('recorded');
  expect(decideMark(aRecord({ status: null }), aMark(), unmarkedOnly).outcome).toBe('recorded');
});

test('lets a mark without an instant happen after everything recorded, also by a clock that runs ahead', () => {
  const ahead = aRecord({ confirmedAt: minute(7) });
  const decision = decideMark(ahead, aMark({ status: 'sick', occurredLast: true }), anyone);
  expect(decision).toEqual({ outcome: 'corrected', happenedAt: new Date(minute(7).getTime() + 1) });
});

test('lets a mark without an instant happen now when nothing is ahead', () => {
  const decision = decideMark(aRecord(), aMark({ status: 'sick', occurredLast: true }), anyone);
  expect(decision).toEqual({ outcome: 'corrected', happenedAt: minute(5) });
});

test('takes a child for unmarked whom only a first try of the same bulk has marked', () => {
  const again = { onlyUnmarked: true, mayBeRecorded: true, now: minute(3) };
  expect(decideMark(aRecord({ markedBy: 'teacher-1' }), aMark(), again).outcome).toBe('unchanged');
  expect(decideMark(aRecord({ markedBy: 'teacher-2' }), aMark(), again).outcome).toBe('kept');
});

test('takes what was recorded since a first try for later, unless it is that try itself', () => {
  const again = { onlyUnmarked: false, mayBeRecorded: true, now: minute(3) };
  const mark = aMark({ occurredAt: minute(2), occurredLast: true });
  const outcome = (record: Parameters<typeof aRecord>[0]) => decideMark(aRecord(record), mark, again).outcome;
  expect(outcome({ markedBy: 'teacher-1' })).toBe('unchanged');
  expect(outcome({ status: 'sick' })).toBe('superseded');
  expect(outcome({ status: 'sick', recordedAt: minute(4) })).toBe('superseded');
  expect(outcome({ status: 'sick', recordedAt: minute(2) })).toBe('corrected');
  expect(outcome({ status: 'sick', confirmedAt: minute(1) })).toBe('corrected');
});
