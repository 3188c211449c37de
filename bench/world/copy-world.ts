import { urlOf, type World, withPool } from './world.ts';

/**
 * Copies a world under another name, without the jobs that others have left in it. Nobody may be connected to the
 * original.
 */
export async function copyWorld(serverUrl: string, world: World, name: string): Promise<World> {
  await copyDatabase(serverUrl, new URL(world.url).pathname.slice(1), name);
  const url = urlOf(serverUrl, name);
  await withPool(url, (pool) => pool.query('truncate attendance.notification_jobs, attendance.deliveries'));
  return { ...world, url };
}

/** Copies a database. Nobody may be connected to the original. */
export async function copyDatabase(serverUrl: string, from: string, name: string): Promise<void> {
  await withPool(serverUrl, (pool) => pool.query(`create database ${name} template ${from} strategy file_copy`));
}

/** Drops a copy. */
export async function dropDatabase(serverUrl: string, name: string): Promise<void> {
  await withPool(serverUrl, (pool) => pool.query(`drop database ${name} with (force)`));
}
