import { afterAll, beforeAll, expect, test } from 'vitest';
import { type PostgresServer, startPostgres } from '../../support/postgres-server.ts';
import { driftOf, effectsOf } from '../support/effects.ts';
import { startHostProcess } from '../support/host-process.ts';
import { createSchoolDatabase, type SchoolDatabase } from '../support/school-database.ts';

let server: PostgresServer;
let database: SchoolDatabase;
beforeAll(async () => {
  server = await startPostgres({ settings: { fsync: 'off', full_page_writes: 'off' } });
  database = await createSchoolDatabase(server);
});
afterAll(() => server?.stop({ immediate: true }));

test.each([
  ['on a pool whose errors nobody listens to', 'pool'],
  ["on Kysely, if it listens for its pool's and clients' errors itself", 'db'],
] as const)('a server that goes away ends no host %s, be it idle or at work', async (_name, connection) => {
  const { schoolId, childIds } = await database.addSchool({ children: 8 });
  const host = startHostProcess(database.url, connection, childIds);
  expect(await host.tell('mark')).toBe('marked');

  await server.kill();
  expect(await host.tell('mark')).toBe('repository_unavailable');
  await server.restart();
  expect(await host.tell('mark')).toBe('marked');

  expect(await host.tell('load')).toBe('loading');
  await server.kill();
  await server.restart();
  expect(await host.tell('settle')).toBe('settled');
  expect(await host.tell('mark')).toBe('marked');

  expect(await host.finish()).toEqual({ exitCode: 0, complaints: '' });
  expect((await effectsOf(database.pool, schoolId)).records).toBe(8);
  expect(await driftOf(database.pool, { schoolId })).toBe(0);
});
