import type { RetentionStore } from '../../../src/index.js';
import type { Execute } from '../connection/execute.js';
import type { Schema } from '../schema/schema.js';
import { createEraseChild } from './erase-child.js';
import { type PurgeRow, purgeStatement, toPurgeResult } from './purge.js';

/** Deletes what is old, and children, from Postgres. */
export function createRetentionStore(execute: Execute, schema: Schema, counts: 'inline' | 'deferred'): RetentionStore {
  return {
    purge: async (request, options) => {
      const { rows } = await execute<PurgeRow>('purge', () => purgeStatement(schema, request), options);
      return toPurgeResult(rows[0]);
    },
    eraseChild: createEraseChild(execute, schema, counts),
  };
}
