import type { CallOptions, EraseChildRequest, ErasedChild, RetentionStore } from '../../../src/index.js';
import { childNotFound, schoolNotFound } from '../../../src/rules/index.js';
import type { Execute } from '../connection/execute.js';
import type { Schema } from '../schema/schema.js';
import { type EraseRow, eraseStatement } from './erase-statement.js';

/** Enough for every mark that was under way; a child still marked after that is being recorded anew. */
const maxSweeps = 5;

/**
 * Builds the operation that erases a child. Each sweep is one atomic statement. A mark that a sweep had to wait for has
 * written a revision and a job that the sweep's snapshot doesn't have. So further sweeps follow until nothing is found.
 */
export function createEraseChild(
  execute: Execute,
  schema: Schema,
  counts: 'inline' | 'deferred',
): RetentionStore['eraseChild'] {
  const sweep = createSweep(execute, schema, counts);
  return async (query, options) => {
    let erased: ErasedChild = { records: 0, revisions: 0, deliveries: 0 };
    for (let sweeps = 0; sweeps < maxSweeps; sweeps++) {
      const { row, mayBeErased } = await sweep(query, options);
      if (!row) throw schoolNotFound(query.schoolId);
      const { found, isNothing } = toFound(row);
      const isUnknown = row.is_on_roster === 'false' && isNothing;
      if (sweeps === 0 && isUnknown && !mayBeErased) throw childNotFound(query.schoolId, query.childId);
      if (isNothing) break;
      erased = sum(erased, found);
    }
    return erased;
  };
}

/** Runs one sweep. `mayBeErased` when a try before lost its connection: what it found it cannot tell any more. */
function createSweep(execute: Execute, schema: Schema, counts: 'inline' | 'deferred') {
  return async (query: EraseChildRequest, options: CallOptions | undefined) => {
    const { rows, mayBeRecorded } = await execute<EraseRow>(
      'eraseChild',
      ({ lockWaitMs }) => eraseStatement(schema, query, { counts, lockWaitMs }),
      options,
      { limitsLockWait: true },
    );
    return { row: rows[0], mayBeErased: mayBeRecorded };
  };
}

function toFound({ records, revisions, deliveries, jobs }: EraseRow) {
  const found = { records: Number(records), revisions: Number(revisions), deliveries: Number(deliveries) };
  return { found, isNothing: found.records + found.revisions + found.deliveries + Number(jobs) === 0 };
}

function sum(a: ErasedChild, b: ErasedChild): ErasedChild {
  return {
    records: a.records + b.records,
    revisions: a.revisions + b.revisions,
    deliveries: a.deliveries + b.deliveries,
  };
}
