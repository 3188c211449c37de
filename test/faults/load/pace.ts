import { setTimeout as delay } from 'node:timers/promises';
import type { Ledger } from './ledger.ts';

/** How many marks a second are acknowledged, over a window of `windowMs` milliseconds from now. */
export async function measurePace(ledger: Ledger, windowMs: number): Promise<number> {
  const startedAt = performance.now();
  const before = ledger.acknowledged;
  await delay(windowMs);
  return ((ledger.acknowledged - before) * 1_000) / (performance.now() - startedAt);
}
