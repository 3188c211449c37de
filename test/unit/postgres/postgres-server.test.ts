import { existsSync } from 'node:fs';
import { Client } from 'pg';
import { expect, inject, test } from 'vitest';
import { createDatabase } from '../../support/database.ts';
import { describeOnPostgres } from '../../support/describe-on-postgres.ts';
import { startPostgres } from '../../support/postgres-server.ts';

test('keeps committed rows through kill -9 and a restart on the same port', async () => {
  const server = await startPostgres();
  try {
    await query(server.url, 'create table kept as select 42 as answer');
    const before = server.pid;
    await server.kill();
    expect(server.pid).toBeUndefined();
    await expect(query(server.url, 'select 1')).rejects.toThrow('ECONNREFUSED');

    await server.restart();

    expect(server.pid).not.toBe(before);
    expect(await query(server.url, 'select answer from kept')).toEqual([{ answer: 42 }]);
  } finally {
    await server.stop({ immediate: true });
  }
});

test('leaves no data behind once stopped', async () => {
  const server = await startPostgres();
  const [folder] = await query(server.url, "select current_setting('data_directory') as path");

  await server.stop();
  await server.stop();

  expect(existsSync(String(folder?.['path']))).toBe(false);
  expect(server.pid).toBeUndefined();
});

test('refuses a major version that this machine does not have', async () => {
  await expect(startPostgres({ major: 3 })).rejects.toThrow('no Postgres 3 server found');
});

test('runs the suites on at least one server', () => {
  expect(inject('postgresServers').length).toBeGreaterThan(0);
});

describeOnPostgres('a test database', (server) => {
  test('is empty, and of the announced major version', async () => {
    const database = await createDatabase(server.url);
    try {
      const [row] = await query(database.url, 'show server_version');
      expect(String(row?.['server_version'])).toMatch(new RegExp(`^${server.major}\\.`));
      expect(await query(database.url, "select from pg_tables where schemaname = 'public'")).toEqual([]);
    } finally {
      await database.drop();
    }
    await expect(query(database.url, 'select 1')).rejects.toThrow('does not exist');
  });
});

async function query(url: string, sql: string): Promise<Record<string, unknown>[]> {
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    const { rows } = await client.query<Record<string, unknown>>(sql);
    return rows;
  } finally {
    await client.end();
  }
}
