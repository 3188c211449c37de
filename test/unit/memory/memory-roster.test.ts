import { createMemoryRepository } from 'rollbook/memory';
import { buildEnrolment, buildGuardian, buildRoster } from 'rollbook/testing';
import { expect, test } from 'vitest';
import { errorOf } from '../support/error-of.ts';
import { openOutbox } from '../support/open-outbox.ts';

const roster = buildRoster({ childrenPerSchool: 2, timezones: ['Asia/Jakarta'] });
const itself: { self?: unknown } = {};
itself.self = itself;
const twice: unknown[] = [];
twice.push(twice, twice);

test.each([
  ['a Date', new Date()],
  ['a function', () => {}],
  ['an integer too large for a number', 1n],
  ['not a number', Number.NaN],
  ['an instance of a class', new Map([['email', 'x']])],
  ['one that holds itself', itself],
  ['one that holds itself twice', twice],
  ['more than 10,000 values', Array.from({ length: 10_000 }, () => 1)],
  ['a list with holes without end', Object.assign([], { 4294967294: 'last' })],
])('a contact that is no JSON is refused: %s', async (_, contact) => {
  const guardians = [buildGuardian({ contact: { nested: [contact] } })];
  const error = await errorOf(() => createMemoryRepository({ roster: { ...roster, guardians } }));
  expect(error.code).toBe('invalid_options');
});

test('one guardian has one entry a child, and may have several children', async () => {
  const [first, second] = roster.children.map(({ id }) => buildGuardian({ childId: id }));
  if (!first || !second) throw new Error('there are two children');
  expect(() => createMemoryRepository({ roster: { ...roster, guardians: [first, second] } })).not.toThrow();
  const twice = [first, second, { ...first, id: first.id.toUpperCase() }];
  const error = await errorOf(() => createMemoryRepository({ roster: { ...roster, guardians: twice } }));
  expect(error.code).toBe('invalid_options');
});

test("a child's id is there once a school, and may be there again at another one", async () => {
  const { schools, children, guardians } = buildRoster({ schools: 2, childrenPerSchool: 1 });
  const [first, second] = children;
  if (!first || !second) throw new Error('there are two children');
  const create = (...more: readonly (typeof first)[]) =>
    createMemoryRepository({ roster: { schools, guardians, children: [...children, ...more] } });
  expect(() => create({ ...first, schoolId: second.schoolId })).not.toThrow();
  const error = await errorOf(() => create({ ...first, id: first.id.toUpperCase() }));
  expect(error.code).toBe('invalid_options');
});

test.each([
  ['a first day that is none', { enrolledFrom: '2026-02-30' }],
  ['a last day that is an instant', { enrolledUntil: '2026-03-02T00:00:00Z' }],
  ['a class that is no text', { classId: 7 }],
  ['an id of another type', { childId: '7' }],
  ['weekdays of which one is none', { weekdays: [1, 8] }],
  ['sessions that are no list', { sessions: 'am' }],
])('an enrolment with %s is refused', async (_, wrong) => {
  const enrolments = [{ ...buildEnrolment(), ...wrong }];
  const create = () => Reflect.apply(createMemoryRepository, undefined, [{ roster: { ...roster, enrolments } }]);
  expect((await errorOf(create)).code).toBe('invalid_options');
});

test.each(['weekdays', 'sessions'])('%s longer than any week or day are refused unread', async (list) => {
  for (const values of [new Array(1_000_000), new Array(1_000_000).fill('am')]) {
    const enrolments = [{ ...buildEnrolment(), [list]: values }];
    const error = await errorOf(() => createMemoryRepository({ roster: { ...roster, enrolments } }));
    expect(error.code).toBe('invalid_options');
    expect(error.message).toContain(`enrolments.0.${list}: `);
  }
});

test('an enrolment may be open, doubled, end before it begins, and be of nobody on the roster', () => {
  const enrolments = [
    buildEnrolment(),
    buildEnrolment({ enrolledFrom: null, enrolledUntil: null, classId: null, weekdays: null, sessions: null }),
    buildEnrolment({ enrolledFrom: '2026-03-02', enrolledUntil: '2026-03-01', weekdays: [1, 5], sessions: ['am'] }),
    buildEnrolment({ childId: 'c41d0000-0000-4000-8000-000000000099' }),
  ];
  expect(() => createMemoryRepository({ roster: { ...roster, enrolments } })).not.toThrow();
});

test('what is left out of a guardian is null, and later changes to a contact change nothing', async () => {
  const contact = { phones: ['1'] };
  const [child, other] = roster.children;
  const guardians = [
    { schoolId: child?.schoolId ?? '', childId: child?.id ?? '', id: buildGuardian().id, name: 'Ibu Sari' },
    buildGuardian({ childId: other?.id ?? '', id: '9a4d1a00-0000-4000-8000-000000000002', contact }),
  ];
  const { mark, fanOut, claim } = openOutbox({ ...roster, guardians });
  contact.phones.push('2');
  await mark(1);
  await mark(2);
  await fanOut();
  const told = (await claim()).deliveries.map(({ notification }) => notification.guardian);
  expect(told.map(({ locale, contact }) => ({ locale, contact }))).toEqual(
    expect.arrayContaining([
      { locale: null, contact: null },
      { locale: 'id-ID', contact: { phones: ['1'] } },
    ]),
  );
});

test.each(['schools', 'children', 'enrolments', 'guardians'])(
  '%s are read up to the first that does not fit',
  async (list) => {
    const [school] = roster.schools;
    for (const rows of [new Array(1_000_000).fill(null), new Array(2 ** 32 - 1), [school, ...new Array(1_000_000)]]) {
      const create = () => Reflect.apply(createMemoryRepository, undefined, [{ roster: { [list]: rows } }]);
      const error = await errorOf(create);
      expect(error.code).toBe('invalid_options');
      expect(error.message).toContain(`${list}.`);
    }
  },
);

test('a roster of something else than lists is refused', async () => {
  for (const schools of [null, {}, 'schools', new Set([roster.schools[0]])]) {
    const create = () => Reflect.apply(createMemoryRepository, undefined, [{ roster: { schools } }]);
    expect((await errorOf(create)).code).toBe('invalid_options');
  }
});

test('a Proxy around a transaction is none', async () => {
  const repository = createMemoryRepository({ roster });
  await repository.transaction(async (transaction) => {
    const [child] = roster.children;
    const query = { schoolId: child?.schoolId ?? '', childId: child?.id ?? '' };
    const error = await errorOf(() => repository.getHistory(query, { transaction: new Proxy(transaction, {}) }));
    expect(error.code).toBe('invalid_command');
  });
});
