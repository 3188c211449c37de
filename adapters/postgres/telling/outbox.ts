import type { Claim, ClaimRequest, NotificationOutbox, StatementOperation } from '../../../src/index.js';
import type { Execute, Try } from '../connection/execute.js';
import type { Schema } from '../schema/schema.js';
import { toInstant } from '../sql/columns.js';
import type { Statement } from '../sql/sql.js';
import { type ClaimRow, claimStatement, isHalfARotation, toClaim } from './claim.js';
import { deadLettersStatement, retryDeadLetterStatement } from './dead-letters.js';
import { type DeadLetterRow, parseDeliveryId, toDeadLetter } from './delivery-columns.js';
import { type FanOutRow, fanOutStatement } from './fan-out.js';
import { type CloseRow, closeJobStatement, type JobRow, returnJobsStatement, takeJobsStatement } from './host-queue.js';
import { type HeldRow, idOfHeld, renewStatement, settleStatement } from './settle.js';
import { type StatsRow, statsStatement, toStats } from './stats.js';

/**
 * The outbox in Postgres: each method is one statement, and a claim is two where the first one ends a rotation with
 * nothing.
 */
export function createOutbox(execute: Execute, schema: Schema): NotificationOutbox {
  /** Writes rows that others may have locked, as a host's transaction that erases a child does. */
  const write = <Row>(operation: StatementOperation, toStatement: (one: Try) => Statement) =>
    execute<Row>(operation, toStatement, {}, { limitsLockWait: true });
  return {
    fanOut: async (request) => {
      const {
        rows: [row],
      } = await execute<FanOutRow>('outbox.fanOut', () => fanOutStatement(schema, request));
      return { jobs: Number(row?.jobs ?? 0), deliveries: Number(row?.deliveries ?? 0) };
    },
    claim: async (request) => {
      const got = await claim(execute, schema, request);
      return isHalfARotation(got, request) ? claim(execute, schema, { ...request, after: null }) : got;
    },
    renew: async ({ leases, now, leaseMs }) => {
      const { rows } = await write<HeldRow>('outbox.renew', ({ lockWaitMs }) =>
        renewStatement(schema, leases, { now, leaseMs, lockWaitMs }),
      );
      return rows.map(idOfHeld);
    },
    settle: async ({ settlements, now }) => {
      const { rows } = await write<HeldRow>('outbox.settle', ({ lockWaitMs }) =>
        settleStatement(schema, settlements, { now, lockWaitMs }),
      );
      return rows.map(idOfHeld);
    },
    takeJobs: async (request) => {
      const { rows } = await execute<JobRow>('outbox.takeJobs', () => takeJobsStatement(schema, request));
      return rows.map(({ id, school_id }) => ({ jobId: id, schoolId: school_id }));
    },
    returnJobs: async (request) => {
      await write('outbox.returnJobs', ({ lockWaitMs }) => returnJobsStatement(schema, request, lockWaitMs));
    },
    closeJob: async (jobId) => {
      const {
        rows: [row],
      } = await write<CloseRow>('outbox.closeJob', ({ lockWaitMs }) => closeJobStatement(schema, jobId, lockWaitMs));
      const dueAt = row?.due_at ?? null;
      return { outstanding: Number(row?.outstanding ?? 0), dueAt: dueAt === null ? null : toInstant(dueAt) };
    },
    deadLetters: async (query) => {
      const { rows } = await execute<DeadLetterRow>('outbox.deadLetters', () => deadLettersStatement(schema, query));
      return rows.map(toDeadLetter);
    },
    retryDeadLetter: async ({ id, now }) => {
      const key = parseDeliveryId(id);
      if (!key) return false;
      const { rows } = await write('outbox.retryDeadLetter', ({ mayBeRecorded, lockWaitMs }) =>
        retryDeadLetterStatement(schema, key, { now, mayBeDone: mayBeRecorded, lockWaitMs }),
      );
      return rows.length > 0;
    },
    stats: async ({ now }) => {
      const { rows } = await execute<StatsRow>('outbox.stats', () => statsStatement(schema, now));
      return toStats(rows, now);
    },
  };
}

async function claim(execute: Execute, schema: Schema, request: ClaimRequest): Promise<Claim> {
  const { rows } = await execute<ClaimRow>('outbox.claim', () => claimStatement(schema, request));
  return toClaim(rows, request);
}
