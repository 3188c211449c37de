/** A fixture's `transaction`. */
export type Transact = <Result>(callback: (transaction: unknown) => Promise<Result>) => Promise<Result>;

/** Runs a callback in a transaction that then rolls back. Errors of the callback itself are passed on. */
export async function rollBack(
  transact: Transact,
  callback: (transaction: unknown) => Promise<unknown>,
): Promise<void> {
  const rollback = new Error('rolled back on purpose');
  await transact(async (transaction) => {
    await callback(transaction);
    throw rollback;
  }).catch((error: unknown) => {
    if (error !== rollback) throw error;
  });
}
