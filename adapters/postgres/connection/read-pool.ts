import type { PoolReading } from '../../../src/index.js';
import type { PgPool } from './clients.js';

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
