import { setTimeout as delay } from 'node:timers/promises';
import type { Load } from './load.ts';

/**
 * Counts the calls of a load that are served for each call of its neighbour, over a window of `windowMs` milliseconds
 * from now. Other work of the machine slows both loads and so does not show.
 */
export async function measurePaceBeside(neighbour: Load, load: Load, windowMs: number): Promise<number> {
  const before = [load.calls.served, neighbour.calls.served] as const;
  await delay(windowMs);
  return (load.calls.served - before[0]) / (neighbour.calls.served - before[1]);
}
