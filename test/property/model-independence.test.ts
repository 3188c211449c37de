import { readdir, readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';

const folder = fileURLToPath(new URL('.', import.meta.url));
/** What the model shares with the sequences: words for calls and worlds, and a clock. */
const shared = ['calls.ts', 'clock.ts', 'subject.ts', 'world.ts'];

test('the model imports nothing of the library, nor do the words that it shares', async () => {
  const model = (await readdir(`${folder}model`)).map((file) => `model/${file}`);
  const sources = await Promise.all([...model, ...shared].map((file) => readFile(folder + file, 'utf8')));
  const specifiers = sources.flatMap((source) =>
    [...source.matchAll(/from '([^']+)'/g)].map(([, specifier]) => specifier),
  );
  const allowed = [...shared.map((file) => `../${file}`), ...shared.map((file) => `./${file}`), 'temporal-polyfill'];
  const own = model.map((file) => file.replace('model/', './'));
  expect(specifiers.filter((specifier) => ![...allowed, ...own].includes(specifier ?? ''))).toEqual([]);
  expect(specifiers.length).toBeGreaterThan(10);
});
