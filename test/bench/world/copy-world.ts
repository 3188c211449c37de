import { urlOf, type World, withPool } from './world.ts';

/** Copies a world under another name, to which nobody may be connected; without the jobs that others have left in it. */
export async function copyWorld(serverUrl: string, world: World, name: string): Promise<World> {
  const template = new URL(world.url).pathname.slice(1);
  await withPool(serverUrl, (pool) => pool.query(`create database ${name} template ${template} strategy file_copy`));
  const url = urlOf(serverUrl, name);
  await withPool(url, (pool) => pool.query('truncate attendance.notification_jobs, attendance.deliveries'));
  return { ...world, url };
}

/** Drops a copy. */
export async function dropWorld(serverUrl: string, name: string): Promise<void> {
  await withPool(serverUrl, (pool) => pool.query(`drop database ${name} with (force)`));
}
