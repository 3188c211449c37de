import { forward } from 'rollbook';
import { createMemoryRepository } from 'rollbook/memory';
import { expect, test } from 'vitest';
import { MemoryRoom } from '../../../adapters/memory/store/memory-room.ts';
import { storeOf } from '../../../adapters/memory/store/memory-store.ts';

const names = new MemoryRoom<Set<string>>(
  () => new Set(),
  (table) => new Set(table),
);

test('a table of a capability joins the transactions of the repository', async () => {
  const repository = createMemoryRepository();
  const store = storeOf(repository);
  const add = (name: string, transaction?: unknown) =>
    store.write(transaction === undefined ? {} : { transaction }, (state) => names.of(state).add(name));
  await add('kept');
  await expect(
    repository.transaction(async (transaction) => {
      await add('undone', transaction);
      expect([...names.of(store.read(transaction))]).toEqual(['kept', 'undone']);
      throw new Error('rolled back');
    }),
  ).rejects.toThrow('rolled back');
  expect([...names.of(store.read(undefined))]).toEqual(['kept']);
  await repository.transaction((transaction) => add('committed', transaction));
  expect([...names.of(store.read(undefined))]).toEqual(['kept', 'committed']);
});

test('two repositories have tables of their own', async () => {
  const [one, other] = [createMemoryRepository(), createMemoryRepository()].map(storeOf);
  await one?.write({}, (state) => names.of(state).add('one'));
  expect(other && [...names.of(other.read(undefined))]).toEqual([]);
});

test('a decorated repository has the store of the repository', () => {
  const repository = createMemoryRepository();
  expect(storeOf(forward(repository, {}))).toBe(storeOf(repository));
  expect(storeOf({ ...repository })).toBe(storeOf(repository));
});

test('an object that is no memory repository has no store', () => {
  expect(() => storeOf({})).toThrow(expect.objectContaining({ code: 'invalid_options' }));
});
