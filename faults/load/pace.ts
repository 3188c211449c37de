import { setTimeout as delay } from 'node:timers/promises';
import type { Load } from './load.ts';

/**
 * How many calls of a load are served for each of its neighbour's, over a window of `windowMs` milliseconds from now.
 * What else the machine has to do slows both, and so doesn't show.
 */
export async function measurePaceBeside(neighbour: Load, load: Load, windowMs: number): Promise<number> {
  const before = [load.calls.served, neighbour.calls.served] as const;
  await delay(windowMs);
  return (load.calls.served - before[0]) / (neighbour.calls.served - before[1]);
}
