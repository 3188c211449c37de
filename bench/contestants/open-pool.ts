import { Pool } from 'pg';
import type { ContestantName } from './contestant.ts';

/** A pool that keeps its connections, named after the contestant so that the server can tell whose they are. */
export function openPool(url: string, name: ContestantName, max: number): Pool {
  return new Pool({ connectionString: url, max, application_name: name, idleTimeoutMillis: 0 });
}
