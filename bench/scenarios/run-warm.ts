import type { Contestant } from '../contestants/contestant.ts';
import { type ClosedLoop, runClosedLoop } from '../load/closed-loop.ts';
import type { BenchContext } from './scenario.ts';

/** Runs a closed loop on a new school day, after a shorter one of the day before that doesn't count. */
export async function runWarm(
  { calendar, options }: BenchContext,
  contestant: Contestant,
  loop: Omit<ClosedLoop, 'durationMs'>,
) {
  calendar.nextDay();
  await runClosedLoop(contestant, { ...loop, durationMs: options.warmUpMs });
  calendar.nextDay();
  return runClosedLoop(contestant, { ...loop, durationMs: options.durationMs });
}
