import { Client } from 'pg';
import { waitUntil } from '../../integration/support/wait-until.ts';

/**
 * The processes that serve a database's clients, this one's own aside; those at work first, else in any order. Waits until there are some: the
 * server may be on its way back.
 */
export async function findBackends(url: string): Promise<readonly number[]> {
  let pids: readonly number[] = [];
  await waitUntil('the server has clients', async () => {
    pids = await listBackends(url).catch(() => []);
    return pids.length > 0;
  });
  return pids;
}

async function listBackends(url: string): Promise<readonly number[]> {
  const client = new Client({ connectionString: url });
  client.on('error', () => {});
  await client.connect();
  try {
    const { rows } = await client.query<{ pid: number }>(
      `select pid from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid()
        and backend_type = 'client backend'
      order by state = 'active' desc, random()`,
    );
    return rows.map(({ pid }) => pid);
  } finally {
    await client.end().catch(() => {});
  }
}
