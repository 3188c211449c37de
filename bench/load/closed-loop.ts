import type { Contestant } from '../contestants/contestant.ts';
import { type Card, dealMark } from './deck.ts';
import { type Figures, summarise } from './summarise.ts';

/** A closed loop: each caller marks the next child as soon as the last one is marked. */
export interface ClosedLoop {
  readonly callers: number;
  readonly deck: readonly Card[];
  readonly durationMs: number;
}

/**
 * Runs a closed loop. A caller ends with the mark during which the time is up.
 * @returns  Marks a second (`perSecond`), latencies in milliseconds, and how many marks failed (`errors`).
 */
export async function runClosedLoop(contestant: Contestant, { callers, deck, durationMs }: ClosedLoop) {
  const latencies: number[] = [];
  let errors = 0;
  const startedAt = performance.now();
  const call = async (caller: number) => {
    for (let turn = 0; performance.now() - startedAt < durationMs; turn += 1) {
      const sentAt = performance.now();
      try {
        await contestant.mark(dealMark(deck, caller, callers, turn));
        latencies.push(performance.now() - sentAt);
      } catch {
        errors += 1;
      }
    }
  };
  await Promise.all(Array.from({ length: callers }, (_, caller) => call(caller)));
  const perSecond = (latencies.length * 1_000) / (performance.now() - startedAt);
  return { perSecond, ...summarise(latencies), errors } satisfies Figures;
}
