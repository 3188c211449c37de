import { Client } from 'pg';
import { waitUntil } from '../../test/integration/support/wait-until.ts';

/** The name of a host's connections in `pg_stat_activity`. The suite's own connections have other names. */
export const hostName = 'host';

/**
 * Finds the process that serves one of the host's connections, one at work where there is any. Waits until there is
 * one, since the server may be on its way back.
 */
export async function findBackend(url: string): Promise<number> {
  let pid: number | undefined;
  await waitUntil('the host has a connection', async () => {
    const [found] = await askOfHost<{ pid: number }>(url, `pid`, `state = 'active' desc, random()`).catch(() => []);
    pid = found?.pid;
    return pid !== undefined;
  });
  if (pid === undefined) throw new Error('the host has no connection');
  return pid;
}

/**
 * `pg_terminate_backend` on all of the host's connections.
 * @returns  The number of connections that were terminated. A connection that has just ended by itself does not count.
 */
export async function terminateBackends(url: string): Promise<number> {
  const answers = await askOfHost<{ isTerminated: boolean }>(url, 'pg_terminate_backend(pid) as "isTerminated"', 'pid');
  return answers.filter(({ isTerminated }) => isTerminated).length;
}

/** Runs a query with one row for each connection of the host. */
async function askOfHost<Row extends object>(url: string, what: string, order: string): Promise<readonly Row[]> {
  const client = new Client({ connectionString: url });
  client.on('error', () => {});
  await client.connect();
  try {
    const { rows } = await client.query<Row>(
      `select ${what} from pg_stat_activity where datname = current_database() and application_name = $1 order by ${order}`,
      [hostName],
    );
    return rows;
  } finally {
    await client.end().catch(() => {});
  }
}
