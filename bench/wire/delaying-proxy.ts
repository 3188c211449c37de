import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
import { summarise } from '../load/summarise.ts';
import { withPool } from '../world/world.ts';

/**
 * Puts a database as far away as a round trip of `roundTripMs`, for as long as `work` takes.
 * @param work  Gets the address, and what a round trip really takes: the median time of `select 1`, in milliseconds.
 */
export async function withDistance<Result>(
  url: string,
  roundTripMs: number,
  work: (far: { readonly url: string; readonly roundTripMs: number }) => Promise<Result>,
): Promise<Result> {
  const target = new URL(url);
  const worker = new Worker(new URL('delaying-proxy-worker.ts', import.meta.url), {
    workerData: { host: target.hostname, port: Number(target.port), delayMs: roundTripMs / 2 },
  });
  try {
    const [address]: { readonly port: number }[] = await once(worker, 'message');
    target.port = String(address?.port);
    return await work({ url: target.href, roundTripMs: await timeRoundTrip(target.href) });
  } finally {
    await worker.terminate();
  }
}

function timeRoundTrip(url: string): Promise<number> {
  return withPool(url, async (pool) => {
    const latencies: number[] = [];
    for (let index = 0; index < 30; index += 1) {
      const sentAt = performance.now();
      await pool.query('select 1');
      if (index > 4) latencies.push(performance.now() - sentAt);
    }
    return summarise(latencies).p50;
  });
}
