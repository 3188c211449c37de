import { expect, test, vi } from 'vitest';
import { PreparedNames } from '../../../adapters/postgres/connection/prepared-names.ts';

const statement = { text: 'select 1', values: [] };
const nameOf = (names: PreparedNames, text = statement.text) => names.name('outbox.claim', { text, values: [] }).name;

test('a text has one name, and another text another one', () => {
  const names = new PreparedNames();
  expect(nameOf(names)).toMatch(/^rollbook_[0-9a-f]{32}_1$/);
  expect(nameOf(names)).toBe(nameOf(names));
  expect(nameOf(names, 'select 2')).not.toBe(nameOf(names));
  expect(nameOf(new PreparedNames())).toBe(nameOf(names));
});

test('a name fits into the 63 bytes that Postgres keeps', () => {
  expect(nameOf(new PreparedNames())?.length).toBeLessThan(63);
});

test('rare operations, and statements that have a name, are left as they are', () => {
  const names = new PreparedNames();
  expect(names.name('purge', statement)).toBe(statement);
  const own = { ...statement, name: 'own' };
  expect(names.name('recordMarks', own)).toBe(own);
});

test('a statement that suddenly takes long is planned anew, at most once a minute', () => {
  vi.useFakeTimers({ toFake: ['performance'] });
  const names = new PreparedNames();
  const first = nameOf(names);
  for (let index = 0; index < 20; index += 1) names.note(statement, 4);
  names.note(statement, 45);
  expect(nameOf(names)).toBe(first);
  names.note(statement, 500);
  const second = nameOf(names);
  expect(second).not.toBe(first);
  names.note(statement, 500);
  expect(nameOf(names)).toBe(second);
  vi.advanceTimersByTime(60_000);
  names.note(statement, 500);
  expect(nameOf(names)).not.toBe(second);
  vi.useRealTimers();
});

test('a statement that always takes long keeps its plan', () => {
  const names = new PreparedNames();
  const first = nameOf(names);
  for (let index = 0; index < 50; index += 1) names.note(statement, 400);
  expect(nameOf(names)).toBe(first);
});

test('so many texts have names, and further ones go without', () => {
  const names = new PreparedNames();
  const all = Array.from({ length: 80 }, (_, index) => nameOf(names, `select ${index}`));
  expect(all.filter((name) => name !== undefined)).toHaveLength(64);
});
