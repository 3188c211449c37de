import { randomUUID } from 'node:crypto';
import type { Pool } from 'pg';
import type { SchoolDatabase } from './school-database.ts';

/** A role of one test's own that may do nothing yet, with a pool. */
export interface OneRole {
  readonly name: string;
  readonly pool: Pool;
}

/** Creates a role that can log in. Roles are the server's, so its name is nobody else's. */
export async function createRole(database: SchoolDatabase): Promise<OneRole> {
  const name = `role_${randomUUID().replaceAll('-', '')}`;
  await database.pool.query(`create role ${name} login`);
  const url = new URL(database.url);
  url.username = name;
  return { name, pool: database.openPool({ connectionString: url.href, max: 2 }) };
}

/** Has a role forget what it was granted, and be gone. */
export async function dropRole(database: SchoolDatabase, { name, pool }: OneRole): Promise<void> {
  await pool.end();
  await database.pool.query(`drop owned by ${name}; drop role ${name}`);
}
