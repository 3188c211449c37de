import type { Pool, PoolClient } from 'pg';

/** Runs a host's work between its BEGIN and COMMIT. */
export type RunInTransaction = <Result>(work: (client: PoolClient) => Promise<Result>) => Promise<Result>;

/**
 * An error of the host's own BEGIN or COMMIT, in which the library has no part. Nobody knows what came of the
 * transaction.
 */
export class TransactionLostError extends Error {
  override readonly name = 'TransactionLostError';
}

/** Runs work on a pool of the host. The host itself listens for errors of the connections that it has borrowed. */
export function createRunInTransaction(pool: Pool): RunInTransaction {
  return async (work) => {
    const client = await pool.connect().catch(toLost);
    client.on('error', ignore);
    try {
      await client.query('begin').catch(toLost);
      const result = await work(client);
      await client.query('commit').catch(toLost);
      client.off('error', ignore);
      client.release();
      return result;
    } catch (error) {
      // The connection is not reused, since only the server knows if it is still in its transaction.
      client.release(true);
      throw error;
    }
  };
}

/** Refuses transactions, for load that has none. */
export const noTransactions: RunInTransaction = () => {
  throw new Error('this load has no transactions');
};

function toLost(cause: unknown): never {
  throw new TransactionLostError('a statement of the host failed', { cause });
}

function ignore(): void {}
