import { Client } from 'pg';
import type { TestProject } from 'vitest/node';
import { PostgresNotFoundError, type PostgresServer, startPostgres } from './postgres-server.ts';

/** A server that the suites run on. */
export interface PostgresUnderTest {
  readonly major: number;
  readonly url: string;
}

/** A server that the suites would run on too, if this machine had it. */
export interface MissingPostgres {
  readonly major: number;
  readonly reason: string;
}

declare module 'vitest' {
  export interface ProvidedContext {
    postgresServers: readonly PostgresUnderTest[];
    missingPostgresServers: readonly MissingPostgres[];
  }
}

const settings = {
  fsync: 'off',
  full_page_writes: 'off',
  // A time zone that is neither UTC nor a whole hour from it, so that SQL fails if it depends on the server's time
  // zone.
  TimeZone: 'America/St_Johns',
};

/** Starts the servers that the suites run on, or takes the one of `TEST_DATABASE_URL` instead of the embedded one. */
export default async function setUp(project: TestProject): Promise<() => Promise<void>> {
  const givenUrl = process.env['TEST_DATABASE_URL'];
  const given = givenUrl === undefined ? undefined : { major: await majorOf(givenUrl), url: givenUrl };
  const started: PostgresServer[] = given === undefined ? [await startPostgres({ settings })] : [];
  const missing: MissingPostgres[] = [];
  if (given?.major !== 15) {
    const oldest = await startUnlessMissing(15);
    if ('reason' in oldest) missing.push(oldest);
    else started.push(oldest);
  }
  project.provide('postgresServers', [...(given ? [given] : []), ...started.map(({ major, url }) => ({ major, url }))]);
  project.provide('missingPostgresServers', missing);
  return async () => {
    await Promise.all(started.map((server) => server.stop({ immediate: true })));
  };
}

function startUnlessMissing(major: number): Promise<PostgresServer | MissingPostgres> {
  return startPostgres({ major, settings }).catch((error: unknown) => {
    if (error instanceof PostgresNotFoundError) return { major, reason: error.message };
    throw error;
  });
}

async function majorOf(url: string): Promise<number> {
  const client = new Client({ connectionString: url });
  await client.connect();
  const { rows } = await client.query<{ server_version_num: string }>('show server_version_num');
  await client.end();
  return Math.floor(Number(rows[0]?.server_version_num) / 10_000);
}
