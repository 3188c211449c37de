import type { AttendanceRepository } from 'rollbook';
import { createMemoryRepository } from 'rollbook/memory';
import { createPostgresRepository } from 'rollbook/postgres';
import { afterAll, beforeAll, describe } from 'vitest';
import { describeOnPostgres } from '../support/describe-on-postgres.ts';
import { tablesOf } from './memory-subject.ts';
import { fillRoster, readTables } from './postgres-tables.ts';
import { createPostgresWorld, type PostgresWorld } from './postgres-world.ts';
import type { Tables } from './subject.ts';
import type { WorldRoster } from './world.ts';

/** A repository with a roster and nothing recorded, and a look behind its back. */
export interface Store {
  readonly repository: AttendanceRepository;
  tables(): Promise<Tables>;
}

/** Empties the store and gives it a roster. */
export type OpenStore = (roster: WorldRoster) => Promise<Store>;

/** Describes a suite once for memory and once for each Postgres. */
export function describeOnStores(name: string, suite: (openStore: OpenStore, store: string) => void): void {
  describe(`${name} (memory)`, () => suite(openMemory, 'memory'));
  describeOnPostgres(name, ({ url, major }) => {
    let postgres: PostgresWorld;
    beforeAll(async () => {
      postgres = await createPostgresWorld(url);
    });
    afterAll(() => postgres.drop());
    suite((roster) => openPostgres(postgres, roster), `Postgres ${major}`);
  });
}

const openMemory: OpenStore = async (roster) => {
  const repository = createMemoryRepository({ roster });
  return { repository, tables: async () => tablesOf(repository) };
};

/** The store of one database. */
export async function openPostgres(postgres: PostgresWorld, roster: Parameters<OpenStore>[0]): Promise<Store> {
  await postgres.empty();
  await fillRoster(postgres.pool, roster);
  return {
    repository: createPostgresRepository({ pool: postgres.pool }),
    tables: () => readTables(postgres.pool),
  };
}
