import { randomUUID } from 'node:crypto';
import { Client } from 'pg';

/** A database of one suite's own. */
export interface TestDatabase {
  readonly url: string;
  /** Disconnects whoever is still connected. Safe to call twice. */
  drop(): Promise<void>;
}

/** Creates an empty database on a server, under a name nobody else uses. */
export async function createDatabase(serverUrl: string): Promise<TestDatabase> {
  const name = `rollbook_test_${randomUUID().replaceAll('-', '')}`;
  await runOn(serverUrl, `create database ${name} template template0`);
  const url = new URL(serverUrl);
  url.pathname = `/${name}`;
  return {
    url: url.href,
    drop: () => runOn(serverUrl, `drop database if exists ${name} with (force)`),
  };
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
