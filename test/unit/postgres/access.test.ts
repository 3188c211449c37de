import { Pool } from 'pg';
import { forward } from 'rollbook';
import { createPostgresRepository } from 'rollbook/postgres';
import { expect, test } from 'vitest';
import { accessOf } from '../../../adapters/postgres/connection/access.ts';

test('a repository gives its access to the stores of capabilities', () => {
  const { schema } = accessOf(createPostgresRepository({ pool: new Pool(), schema: 'north', idType: 'bigint' }));
  expect(schema).toMatchObject({ name: 'north', idType: 'bigint' });
});

test('a decorated repository has the access of the repository', () => {
  const repository = createPostgresRepository({ pool: new Pool() });
  expect(accessOf(forward(repository, {}))).toBe(accessOf(repository));
});

test('an object that is no Postgres repository has no access', () => {
  expect(() => accessOf({})).toThrow(expect.objectContaining({ code: 'invalid_options' }));
});
