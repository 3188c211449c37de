import { isStatusChange, type Outcome, type RegisterEntry } from 'rollbook';
import { expect, test } from 'vitest';
import { tallyOutcomes } from '../../../src/domain/outcome.ts';
import { sortEntries } from '../../../src/domain/registers/register.ts';
import { toDailySummary } from '../../../src/domain/registers/summary.ts';

const key = { schoolId: 'melati', session: 'day' };
const statuses = { present: { attended: true }, late: { attended: true }, sick: { attended: false } };

test('counts as attending what the statuses say, and shows a status that nobody has as 0', () => {
  const figures = { date: '2026-11-02', enrolled: 9, unmarked: 4, byStatus: { present: 3, sick: 2 } };
  expect(toDailySummary(key, figures, statuses)).toEqual({
    ...key,
    date: '2026-11-02',
    enrolled: 9,
    unmarked: 4,
    attended: 3,
    byStatus: { present: 3, late: 0, sick: 2 },
  });
});

test('keeps the count of a status that is no longer defined, as not attended', () => {
  const figures = { date: '2026-11-02', enrolled: 3, unmarked: 0, byStatus: { present: 1, onTrip: 2 } };
  expect(toDailySummary(key, figures, statuses)).toMatchObject({ attended: 1, byStatus: { onTrip: 2 } });
});

test.each(['toString', 'constructor', '__proto__'])('takes a former status called %s for a mere name', (status) => {
  const byStatus = Object.fromEntries([[status, 2]]);
  const figures = { date: '2026-11-02', enrolled: 2, unmarked: 0, byStatus };
  const summary = toDailySummary(key, figures, statuses);
  expect(summary.attended).toBe(0);
  expect(Object.entries(summary.byStatus)).toContainEqual([status, 2]);
});

test('sorts a register by name as people do, and children of one name by id', () => {
  const entry = (name: string, childId: string): RegisterEntry => ({
    childId,
    name,
    classId: null,
    status: null,
    record: null,
  });
  const entries = [entry('Zoe', '1'), entry('budi', '2'), entry('Émile', '3'), entry('Ani', '5'), entry('Ani', '4')];
  expect(sortEntries(entries).map(({ childId }) => childId)).toEqual(['4', '5', '2', '3', '1']);
});

test('sorts a copy of a register', () => {
  const entries = [{ childId: '2', name: 'B', classId: null, status: null, record: null }];
  expect(sortEntries(entries)).not.toBe(entries);
});

test('tallies every outcome, also those that nobody had', () => {
  expect(tallyOutcomes([{ outcome: 'recorded' }, { outcome: 'rejected' }, { outcome: 'recorded' }])).toEqual({
    recorded: 2,
    corrected: 0,
    amended: 0,
    unchanged: 0,
    kept: 0,
    superseded: 0,
    cleared: 0,
    rejected: 1,
  });
});

test.each<[Outcome, boolean]>([
  ['recorded', true],
  ['corrected', true],
  ['cleared', true],
  ['amended', false],
  ['unchanged', false],
  ['kept', false],
  ['superseded', false],
  ['rejected', false],
])('takes %s for a change of status: %s', (outcome, isChange) => {
  expect(isStatusChange(outcome)).toBe(isChange);
});
