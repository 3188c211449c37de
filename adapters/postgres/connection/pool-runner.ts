import type { PoolReading } from '../../../src/index.js';
import type { Statement } from '../sql/sql.js';
import type { PgPool, PgPoolClient } from './clients.js';
import { isRefusal, isStalePlan } from './database-error.js';
import type { Patience, StatementRunner } from './statement-runner.js';
import type { TimeLimit } from './time-limit.js';
import { untilAborted, whilePatient } from './until-aborted.js';

const ignore = () => {};

/** Pools and clients with a listener: one listener each, however many repositories share a pool. */
const heard = new WeakSet<PgPool | PgPoolClient>();

/**
 * Runs statements on a host's `pg.Pool`. Listens for the errors of idle and of borrowed clients, which otherwise end
 * the host's process when the server goes away.
 */
export function createPoolRunner(pool: PgPool): StatementRunner {
  if (!heard.has(pool)) {
    hear(pool);
    pool.on('acquire', hear);
  }
  return {
    run: async (toStatement, patience) => {
      const client = await borrow(pool, patience);
      return untilAborted(runOn(client, toStatement, patience.deadline), patience.signal);
    },
  };
}

/**
 * Listens for good. A client's errors have to be heard from the very moment in which the pool lends the client. A
 * server that ends a connection as soon as it is open says both at once, before the caller has the client.
 */
function hear(source: PgPool | PgPoolClient): void {
  if (heard.has(source)) return;
  heard.add(source);
  source.on('error', ignore);
}

/** A client that comes after the caller gave up goes back at once. */
async function borrow(pool: PgPool, patience: Patience): Promise<PgPoolClient> {
  const pending = pool.connect();
  try {
    return await whilePatient(pending, patience);
  } catch (error) {
    pending.then((client) => client.release()).catch(ignore);
    throw error;
  }
}

/**
 * A statement keeps its client until it is answered, also when its caller has gone. Given back, the client would leave
 * a backend behind that works on, and callers without patience would leave as many backends as the server takes. A
 * client is not reused if its query failed to end, its connection broke or its prepared statement is gone. The late
 * errors of such a client are still heard.
 */
async function runOn(client: PgPoolClient, toStatement: () => Statement, deadline?: TimeLimit): Promise<unknown[]> {
  // A wrapper of a pool may not say whom it lends.
  const isHeard = heard.has(client);
  if (!isHeard) client.on('error', ignore);
  let isReusable = true;
  try {
    const { text, values, name } = toStatement();
    isReusable = false;
    const query = client.query({ text, values: [...values], ...(name !== undefined && { name }) });
    const result = await (deadline ? deadline.until(query) : query);
    isReusable = true;
    return result.rows;
  } catch (error) {
    isReusable ||= isRefusal(error) && !isStalePlan(error);
    throw error;
  } finally {
    // Also where not even the error can be looked at.
    if (isReusable && !isHeard) client.removeListener('error', ignore);
    client.release(!isReusable);
  }
}

/** Reads a pool's figures. `null` without a pool, and for one that has no figures, such as a wrapper. */
export function readPool(pool: PgPool | undefined): PoolReading | null {
  const { totalCount, idleCount, waitingCount } = pool ?? {};
  if (totalCount === undefined || idleCount === undefined || waitingCount === undefined) return null;
  return { inUse: totalCount - idleCount, idle: idleCount, waiting: waitingCount, max: maxOf(pool) };
}

function maxOf(pool: PgPool | undefined): number | null {
  const options: unknown = pool && Reflect.get(pool, 'options');
  if (typeof options !== 'object' || options === null || !('max' in options)) return null;
  return typeof options.max === 'number' ? options.max : null;
}
