import type { Pool, PoolClient } from 'pg';

/** Runs a host's work between its BEGIN and COMMIT. */
export type RunInTransaction = <Result>(work: (client: PoolClient) => Promise<Result>) => Promise<Result>;

/** The host's own BEGIN or COMMIT failed: nobody knows what came of it. The library has no part in it. */
export class TransactionLostError extends Error {
  override readonly name = 'TransactionLostError';
}

/** On a pool of the host's, which listens for the errors of what it has borrowed itself. */
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
      // Not reused: whether it is still in its transaction, only the server knows.
      client.release(true);
      throw error;
    }
  };
}

/** For load that has none. */
export const noTransactions: RunInTransaction = () => {
  throw new Error('this load has no transactions');
};

function toLost(cause: unknown): never {
  throw new TransactionLostError('a statement of the host failed', { cause });
}

function ignore(): void {}
