import { repositoryContract } from 'rollbook/testing';
import { afterAll, beforeAll, describe, inject, it, test } from 'vitest';
import { type PgBouncer, startPgBouncer } from '../support/pgbouncer.ts';
import { createPostgresStore, type PostgresStore } from './postgres-store.ts';

const [server] = inject('postgresServers');
const bouncer = server && (await startPgBouncer(server.url));

if (server && bouncer) {
  for (const connection of ['pool', 'kysely'] as const) {
    describe(`through ${connection} and PgBouncer, in transaction mode`, () => {
      registerContract(server.url, bouncer, connection);
    });
  }
  afterAll(() => bouncer.stop());
} else {
  // biome-ignore lint/suspicious/noSkippedTests: the reason stands in the name
  test.skip('through PgBouncer, skipped: this machine has no pgbouncer', () => {});
}

function registerContract(serverUrl: string, { through }: PgBouncer, connection: 'pool' | 'kysely'): void {
  let store: PostgresStore | undefined;
  beforeAll(async () => {
    store = await createPostgresStore(serverUrl, connection, 'uuid', { through, preparedStatements: false });
  });
  afterAll(() => store?.drop());

  repositoryContract({
    describe,
    it,
    idType: 'uuid',
    create: async (input) => {
      if (!store) throw new Error('the store has not been created');
      return store.createFixture(input);
    },
  });
}
