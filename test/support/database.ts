import { randomUUID } from 'node:crypto';
import { Client } from 'pg';

/** A database of one suite's own. */
export interface TestDatabase {
  readonly url: string;
  /** Disconnects every client that is still connected. Safe to call twice. */
  drop(): Promise<void>;
}

/** Creates an empty database on a server, under a name that nobody else uses. */
export async function createDatabase(serverUrl: string): Promise<TestDatabase> {
  const name = `rollbook_test_${randomUUID().replaceAll('-', '')}`;
  await runOn(serverUrl, `create database ${name} template template0`);
  const url = new URL(serverUrl);
  url.pathname = `/${name}`;
  return {
    url: url.href,
    drop: async () => {
      await runOn(serverUrl, untilLeft(name));
      await runOn(serverUrl, `drop database if exists ${name} with (force)`);
    },
  };
}

/**
 * Waits up to two seconds for clients that are about to leave. A client that is ending no longer listens for errors,
 * and a disconnected backend would send it one.
 */
function untilLeft(name: string): string {
  return `do $$ begin
    for attempt in 1..200 loop
      perform pg_stat_clear_snapshot();
      exit when not exists (select from pg_stat_activity where datname = '${name}');
      perform pg_sleep(0.01);
    end loop;
  end $$`;
}

async function runOn(url: string, sql: string): Promise<void> {
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    await client.query(sql);
  } finally {
    await client.end();
  }
}
