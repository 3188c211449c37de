import { setTimeout as delay } from 'node:timers/promises';
import type { Pool, PoolClient } from 'pg';

/**
 * The time after which a connection counts as cut off by a fault, in milliseconds. The session of such a connection
 * belongs to nobody.
 */
const patienceMs = 2_000;

/**
 * Describes settings that the library has left in the sessions of a host's connections. A limit of waits for locks
 * belongs to the library's own statement alone. Call it when no load is on the pool. Behind a pooler, the sessions are
 * those that the pooler lends.
 */
export async function breachesOfSessions(pool: Pool): Promise<string[]> {
  const clients = await Promise.all(Array.from({ length: pool.totalCount }, () => pool.connect()));
  const limits = await Promise.all(clients.map(readLockTimeout));
  for (const [index, client] of clients.entries()) client.release(limits[index] === undefined);
  const left = limits.filter((limit) => limit !== undefined && limit !== '0');
  return left.length > 0 ? [`${left.length} connections of a host were left with lock_timeout ${left[0]}`] : [];
}

/** @returns  `undefined` when the connection is gone. */
async function readLockTimeout(client: PoolClient): Promise<string | undefined> {
  const answer = client.query<{ lock_timeout: string }>('show lock_timeout').then(
    ({ rows }) => rows[0]?.lock_timeout,
    () => undefined,
  );
  return Promise.race([answer, delay(patienceMs, undefined, { ref: false })]);
}
