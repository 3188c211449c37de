import { Pool } from 'pg';
import type { ContestantName } from './contestant.ts';

/** A pool that keeps its connections. The contestant's name on them lets the server tell whose they are. */
export function openPool(url: string, name: ContestantName, max: number): Pool {
  return new Pool({ connectionString: url, max, application_name: name, idleTimeoutMillis: 0 });
}
