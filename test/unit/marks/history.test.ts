import { isInHistory } from 'rollbook/rules';
import { expect, test } from 'vitest';
import { aMark, anEntry, aRecord, minute } from '../support/build.ts';

/** `sick` since ten past; before that `present` from eight to two past. */
const sick = aRecord({ status: 'sick', occurredAt: minute(10), confirmedAt: minute(10) });
const wasPresent = { status: 'present', occurredAt: minute(0), confirmedAt: minute(2) };
const history = [anEntry(), anEntry({ outcome: 'corrected', status: 'sick', endedSpan: wasPresent })];

test('knows a mark that was logged as superseded before', () => {
  const logged = anEntry({ outcome: 'superseded', status: 'late', occurredAt: minute(5) });
  expect(isInHistory(aMark({ status: 'late' }), sick, [...history, logged])).toBe(true);
  expect(isInHistory(aMark({ status: 'late' }), sick, history)).toBe(false);
});

test('takes a superseded mark of the same status at another instant for another mark', () => {
  const logged = anEntry({ outcome: 'superseded', status: 'late', occurredAt: minute(6) });
  expect(isInHistory(aMark({ status: 'late' }), sick, [...history, logged])).toBe(false);
});

test.each([0, 1, 2])('knows a mark that agreed with a status while it stood, at minute %i', (minutes) => {
  expect(isInHistory(aMark({ occurredAt: minute(minutes) }), sick, history)).toBe(true);
});

test.each([-1, 3])('does not know a mark of that status from before or after, at minute %i', (minutes) => {
  expect(isInHistory(aMark({ occurredAt: minute(minutes) }), sick, history)).toBe(false);
});

test('knows a mark that agreed with the status that still stands', () => {
  const standing = aRecord({ confirmedAt: minute(8) });
  expect(isInHistory(aMark({ occurredAt: minute(4) }), standing, [anEntry()])).toBe(true);
});

test('does not know details that were never logged with that status', () => {
  const mark = aMark({ occurredAt: minute(1), reason: 'bus' });
  expect(isInHistory(mark, sick, history)).toBe(false);
  const withReason = anEntry({ reason: 'bus' });
  expect(isInHistory(mark, sick, [withReason, ...history])).toBe(true);
});

test('wants both details to be of one entry', () => {
  const mark = aMark({ occurredAt: minute(1), reason: 'bus', note: 'rang' });
  const apart = [anEntry({ reason: 'bus' }), anEntry({ note: 'rang' })];
  expect(isInHistory(mark, sick, [...history, ...apart])).toBe(false);
  expect(isInHistory(mark, sick, [...history, anEntry({ reason: 'bus', note: 'rang' })])).toBe(true);
});

test('does not look for the details of a clear: a tombstone has none worth telling', () => {
  const cleared = { status: null, occurredAt: minute(4), confirmedAt: minute(4) };
  const again = anEntry({ outcome: 'recorded', status: 'sick', endedSpan: cleared });
  const clear = aMark({ status: null, occurredAt: minute(4), reason: 'wrong child' });
  expect(isInHistory(clear, sick, [...history, again])).toBe(true);
});
