import type { Contestant } from './contestant.ts';

/** Opens every connection that the contestant's pool may have, so that opening them is not measured. */
export async function connectAll({ pool }: Contestant): Promise<void> {
  const clients = await Promise.all(Array.from({ length: pool.options.max }, () => pool.connect()));
  for (const client of clients) client.release();
}
