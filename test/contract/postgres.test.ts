import type { IdType } from 'rollbook';
import { repositoryContract } from 'rollbook/testing';
import { afterAll, beforeAll, describe, it } from 'vitest';
import { describeOnPostgres } from '../support/describe-on-postgres.ts';
import { type Connection, createPostgresStore, type PostgresStore } from './postgres-store.ts';

const variants: readonly (readonly [Connection, IdType])[] = [
  ['pool', 'uuid'],
  ['pool', 'bigint'],
  ['kysely', 'uuid'],
  ['kysely', 'text'],
];

describeOnPostgres('the Postgres repository', ({ url }) => {
  for (const [connection, idType] of variants) {
    describe(`through ${connection}, with ids of type ${idType}`, () => {
      let store: PostgresStore | undefined;
      beforeAll(async () => {
        store = await createPostgresStore(url, connection, idType);
      });
      afterAll(() => store?.drop());

      repositoryContract({
        describe,
        it,
        idType,
        create: async (input) => {
          if (!store) throw new Error('the store has not been created');
          return store.createFixture(input);
        },
      });
    });
  }
});
