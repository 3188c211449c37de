import { createAttendance } from 'rollbook';
import { createMemoryRepository } from 'rollbook/memory';
import { canonicalId } from 'rollbook/rules';
import {
  buildChild,
  buildEnrolment,
  buildGuardian,
  buildRoster,
  buildSchool,
  createTestClock,
  sampleRoster,
  testId,
} from 'rollbook/testing';
import { describe, expect, test } from 'vitest';

test('the builders make a school, its child, and the enrolment and guardian of that child', () => {
  const [school, child, enrolment, guardian] = [buildSchool(), buildChild(), buildEnrolment(), buildGuardian()];

  expect(child.schoolId).toBe(school.id);
  for (const row of [enrolment, guardian]) expect(row).toMatchObject({ schoolId: school.id, childId: child.id });
  const roster = { schools: [school], children: [child], enrolments: [enrolment], guardians: [guardian] };
  expect(createMemoryRepository({ roster })).toBeDefined();
});

test('the builders take what differs', () => {
  expect(buildSchool({ timezone: 'Pacific/Apia' })).toMatchObject({
    id: testId('school', 1),
    timezone: 'Pacific/Apia',
  });
  expect(buildChild({ name: 'Sekar' })).toMatchObject({ id: testId('child', 1), name: 'Sekar' });
  expect(buildEnrolment({ classId: 'melati' })).toMatchObject({ childId: testId('child', 1), classId: 'melati' });
  expect(buildGuardian({ locale: null })).toMatchObject({ id: testId('guardian', 1), locale: null });
});

test('a roster has the size that is asked for', () => {
  const { schools, children, guardians } = buildRoster({ schools: 3, childrenPerSchool: 5, guardiansPerChild: 2 });

  expect([schools.length, children.length, guardians.length]).toEqual([3, 15, 30]);
  for (const school of schools) {
    expect(children.filter(({ schoolId }) => schoolId === school.id)).toHaveLength(5);
  }
  for (const child of children) {
    const mine = guardians.filter(({ childId, schoolId }) => childId === child.id && schoolId === child.schoolId);
    expect(mine).toHaveLength(2);
  }
  expect(new Set(guardians.map(({ id }) => id)).size).toBe(30);
});

test('a roster gives its schools the zones in turn, by default those of Indonesia', () => {
  const zonesOf = (timezones?: readonly string[]) =>
    buildRoster({ schools: 4, ...(timezones && { timezones }) }).schools.map(({ timezone }) => timezone);

  expect(zonesOf()).toEqual(['Asia/Jakarta', 'Asia/Makassar', 'Asia/Jayapura', 'Asia/Jakarta']);
  expect(zonesOf(['Pacific/Apia', 'UTC'])).toEqual(['Pacific/Apia', 'UTC', 'Pacific/Apia', 'UTC']);
});

test('a roster is the same in every run, and of nothing it is nothing', () => {
  expect(buildRoster({ schools: 2 })).toEqual(buildRoster({ schools: 2 }));
  expect(buildRoster({ schools: 0 })).toEqual({ schools: [], children: [], guardians: [] });
});

describe.each(['uuid', 'bigint', 'text'] as const)('with ids of type %s', (idType) => {
  test('rosters fit a repository', () => {
    for (const roster of [buildRoster({ schools: 2, idType }), sampleRoster(idType)]) {
      expect(() => createMemoryRepository({ roster, idType })).not.toThrow();
    }
  });

  test('test ids are canonical, sort as their numbers do and differ by kind', () => {
    const ids = [1, 2, 9, 10, 11, 255, 256, 999_999].map((number) => testId('child', number, idType));

    expect(ids.map((id) => canonicalId(id, idType))).toEqual(ids);
    expect(ids.toSorted()).toEqual(ids);
    const kinds = ['school', 'child', 'guardian'] as const;
    expect(new Set(kinds.map((kind) => testId(kind, 1, idType))).size).toBe(3);
  });
});

test('the sample roster has two classes', () => {
  const { enrolments = [] } = sampleRoster();

  expect([...new Set(enrolments.map(({ classId }) => classId))].sort()).toEqual(['kenanga', 'melati']);
});

test('the sample roster has siblings with one mother, a child with two guardians and one who has left', async () => {
  const roster = sampleRoster();
  const [first, second, , left] = roster.children;
  const guardiansOf = (id: string | undefined) => roster.guardians.filter(({ childId }) => childId === id);

  expect(guardiansOf(second?.id).map(({ id }) => id)).toEqual([guardiansOf(first?.id)[0]?.id]);
  expect(guardiansOf(first?.id).map(({ locale }) => locale)).toEqual(['id-ID', 'en-GB']);
  const attendance = createAttendance({ repository: createMemoryRepository({ roster }), clock: createTestClock() });
  const { entries } = await attendance.getRegister({ schoolId: testId('school', 1) });
  expect(entries).toHaveLength(3);
  expect(entries.map(({ childId }) => childId)).not.toContain(left?.id);
});

test.each([{ schools: 1e9 }, { schools: Number.NaN }, { childrenPerSchool: -1 }, { guardiansPerChild: 400_000 }])(
  'a roster has no more of a kind than there are test ids: %j',
  (size) => {
    expect(() => buildRoster(size)).toThrow(RangeError);
  },
);
