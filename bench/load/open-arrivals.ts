import { setTimeout as delay } from 'node:timers/promises';
import type { Contestant } from '../contestants/contestant.ts';
import { type Card, dealMark } from './deck.ts';
import { type Figures, summarise } from './summarise.ts';

/** Open arrivals: marks come at a rate, whether those before are stored or not. */
export interface OpenArrivals {
  readonly perSecond: number;
  readonly deck: readonly Card[];
  readonly durationMs: number;
}

/**
 * Runs open arrivals. The pauses between marks are random (exponential), as between callers who do not know each other.
 * Marks of one millisecond are sent at once. A latency counts from the moment at which the mark was to come, so that a
 * busy process hides no wait.
 * @returns  Stored marks a second, latencies in milliseconds, and how many marks failed (`errors`).
 */
export async function runOpenArrivals(contestant: Contestant, { perSecond, deck, durationMs }: OpenArrivals) {
  const latencies: number[] = [];
  let errors = 0;
  const startedAt = performance.now();
  const send = async (turn: number, dueAt: number) => {
    try {
      await contestant.mark(dealMark(deck, 0, 1, turn));
      latencies.push(performance.now() - dueAt);
    } catch {
      errors += 1;
    }
  };
  const sent: Promise<void>[] = [];
  let dueAt = startedAt;
  while (dueAt - startedAt < durationMs) {
    for (; dueAt <= performance.now(); dueAt += pauseOf(perSecond)) sent.push(send(sent.length, dueAt));
    // A millisecond: whoever asked for less would take the processor from the database.
    await delay(1);
  }
  await Promise.all(sent);
  return {
    perSecond: (latencies.length * 1_000) / (performance.now() - startedAt),
    ...summarise(latencies),
    errors,
  } satisfies Figures;
}

function pauseOf(perSecond: number): number {
  return (-Math.log(1 - Math.random()) * 1_000) / perSecond;
}
