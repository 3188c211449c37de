import { defaultStatuses, defineStatuses } from 'rollbook';
import { expect, test } from 'vitest';
import { errorOf } from '../support/error-of.ts';

test('present and late attend, sick, excused and absent do not', () => {
  const attended = Object.entries(defaultStatuses).filter(([, status]) => status.attended);
  expect(attended.map(([name]) => name)).toEqual(['present', 'late']);
  expect(Object.keys(defaultStatuses)).toEqual(['present', 'late', 'sick', 'excused', 'absent']);
});

test('cannot be changed once defined', () => {
  const definitions = { onTrip: { attended: true } };
  const statuses = defineStatuses(definitions);
  expect(Object.isFrozen(statuses)).toBe(true);
  Reflect.set(definitions, 'later', { attended: true });
  expect(Object.keys(statuses)).toEqual(['onTrip']);
});

test('do not change with the definition of one of them', () => {
  const definition = { attended: true };
  const statuses = defineStatuses({ onTrip: definition });
  definition.attended = false;
  expect(statuses.onTrip.attended).toBe(true);
});

test.each([
  ['none', {}],
  ['an empty name', { '': { attended: true } }],
  ['a name with a space', { 'on trip': { attended: true } }],
  ['a name that starts with a digit', { '1st': { attended: true } }],
  ['a name with a NUL', { 'a\0': { attended: true } }],
  ['a name that ends in a newline', { 'late\n': { attended: true } }],
  ['a name of 65 characters', { ['a'.repeat(65)]: { attended: true } }],
  ['an own __proto__', JSON.parse('{"__proto__": {"attended": true}}')],
])('refuses %s', async (_, definitions) => {
  const error = await errorOf(() => defineStatuses(definitions));
  expect(error).toMatchObject({ code: 'invalid_options', details: { option: 'statuses' } });
});

test.each([
  ['nothing', { late: {} }],
  ['null', { late: null }],
  ['1', { late: { attended: 1 } }],
  ['"yes"', { late: { attended: 'yes' } }],
])('refuses a status that says %s of attending', async (_, definitions) => {
  const error = await errorOf(() => Reflect.apply(defineStatuses, undefined, [definitions]));
  expect(error.code).toBe('invalid_options');
});

test.each([
  ['a list', [{ attended: true }]],
  ['a text', 'late'],
  ['bytes', new Uint8Array(1_000)],
])('refuses %s, and reads none of its items', async (_, definitions) => {
  const error = await errorOf(() => Reflect.apply(defineStatuses, undefined, [definitions]));
  expect(error.message).toBe('statuses: expected an object');
});
