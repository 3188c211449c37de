import * as fc from 'fast-check';
import { createCommandSchemas, defaultLimits } from 'rollbook';
import { describe, expect, test } from 'vitest';
import { createPlainReader } from '../../src/input/plain-mark.ts';
import { seeded } from './seed.ts';

const vocabularyOf = (requireSchoolId: boolean) => ({
  statuses: ['present', 'late'],
  sessions: ['am', 'pm'] as const,
  limits: { ...defaultLimits, requireSchoolId },
});

const good = { childId: 'child', status: 'present', markedBy: 'me' };

/** Values around what each field takes. */
const value = fc.oneof(
  fc.constantFrom('present', 'late', 'am', 'pm', 'child', '', ' ', '\0', '\ud800', 'x'.repeat(255), 'x'.repeat(256)),
  fc.constantFrom('x'.repeat(500), 'x'.repeat(501), 'x'.repeat(2_000), 'x'.repeat(2_001)),
  fc.string({ unit: 'binary', maxLength: 10 }),
  fc.constantFrom(null, undefined, 0, true, new Date(0), new Date(Number.NaN), Object('present'), ['present']),
  fc.anything(),
);
const names = ['childId', 'status', 'markedBy', 'session', 'schoolId', 'reason', 'note', 'occurredAt', 'date'] as const;
const name = fc.oneof({ weight: 9, arbitrary: fc.constantFrom(...names) }, fc.string({ maxLength: 9 }));
const fields = fc.array(fc.tuple(name, value), { maxLength: 4 });
const prototype = fc.constantFrom(Object.prototype, null, Array.prototype, { note: 'inherited' }, Date.prototype);

test.each([true, false])('reads nothing otherwise than the schema does, where a school is needed: %s', (isNeeded) => {
  const vocabulary = vocabularyOf(isNeeded);
  const read = createPlainReader(vocabulary);
  const schema = createCommandSchemas(vocabulary).markAttendance;
  let taken = 0;
  const property = fc.property(fields, prototype, fc.integer({ min: 0, max: 3 }), (changes, parent, odd) => {
    const own = Object.fromEntries([...Object.entries({ ...good, schoolId: 'school' }), ...changes]);
    const command = odd === 0 ? Object.assign(Object.create(parent), own) : own;
    const plain = read(command);
    if (plain === undefined) return;
    taken += 1;
    expect(plain).toEqual(schema.parse(command));
  });
  void fc.assert(property, seeded('plain marks', 5_000));
  expect(taken).toBeGreaterThan(100);
});

describe('the usual commands are plain', () => {
  const read = createPlainReader(vocabularyOf(false));
  test.each([
    good,
    { ...good, schoolId: 'school', session: 'pm' },
    { ...good, schoolId: 'school', reason: 'flu', note: '' },
    Object.assign(Object.create(null), good),
    { ...good, [Symbol('of the host')]: undefined },
  ])('%j', (command) => {
    const [symbol] = Object.getOwnPropertySymbols(command);
    expect(read(command) === undefined).toBe(symbol !== undefined);
  });
});

describe('a command of another kind is left to the schema, and no getter is called', () => {
  const read = createPlainReader(vocabularyOf(false));
  const explode = () => {
    throw new Error('was called');
  };

  test.each(Object.keys(good))('with a getter for %s', (field) => {
    let calls = 0;
    const get = () => {
      calls += 1;
      return Reflect.get(good, field);
    };
    expect(read(Object.defineProperty({ ...good }, field, { enumerable: true, get }))).toBeUndefined();
    expect(calls).toBe(0);
  });

  test.each(['get', 'ownKeys', 'getPrototypeOf', 'getOwnPropertyDescriptor'] as const)(
    'with a Proxy whose %s throws',
    (trap) => {
      expect(read(new Proxy({ ...good }, { [trap]: explode }))).toBeUndefined();
    },
  );

  test('with a Proxy that answers otherwise than its field says', () => {
    const get = (target: object, key: PropertyKey) => (key === 'markedBy' ? 'the host' : Reflect.get(target, key));
    expect(read(new Proxy({ ...good }, { get }))).toBeUndefined();
  });

  test.each([undefined, null, 7, 'mark', [], new Uint8Array(3), class {}, new Map(), new (class Mark {})()])(
    '%s',
    (command) => {
      expect(read(command)).toBeUndefined();
    },
  );

  test.each(['__proto__', 'constructor', 'toString', 'date', 'occurredAt'])('with a field %s', (field) => {
    expect(read(JSON.parse(`{"childId":"c","status":"late","markedBy":"me","${field}":"x"}`))).toBeUndefined();
  });

  test('with a value that is inherited', () => {
    const { markedBy: _, ...rest } = good;
    expect(read(Object.assign(Object.create({ markedBy: 'me' }), rest))).toBeUndefined();
  });
});
