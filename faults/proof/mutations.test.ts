import { expect, test } from 'vitest';
import { scenarios } from '../scenarios.ts';
import { requireToApply } from './mutated-copy.ts';
import { mutations } from './mutations.ts';

test.each(mutations)('the bug $id can still be put into the sources', async (mutation) => {
  await requireToApply(mutation);
});

test.each(mutations)('the bug $id has scenarios that can catch it', ({ caughtBy }) => {
  const ids = scenarios.map(({ id }) => id);
  expect(caughtBy).not.toEqual([]);
  expect(caughtBy.filter((id) => !ids.includes(id))).toEqual([]);
});

test('a bug whose text is gone is no proof', async () => {
  const edit = { file: 'src/index.ts', from: 'a text that nobody has written', to: '' };
  await expect(requireToApply({ id: 'gone', bug: 'gone', edits: [edit], caughtBy: [] })).rejects.toThrow('0 times');
});
