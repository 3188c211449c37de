import * as fc from 'fast-check';
import { expect } from 'vitest';
import { seeded } from '../seed.ts';
import { settings, steps } from './arbitrary-steps.ts';
import type { Settings, Step } from './steps.ts';

/** How many random mornings to play, and how many commands there must have been by then. `FC_TIMES=20` plays 20 times as many. */
export interface Extent {
  readonly mornings: number;
  readonly atLeast: number;
}

const times = Number(process.env['FC_TIMES'] ?? 1);

/** Time for all of them, in milliseconds, and for finding the shortest that fails. */
export const patienceMs = 180_000 + times * 30_000;

/** Checks that every morning keeps the promises. */
export async function expectGoodMornings(
  name: string,
  { mornings, atLeast }: Extent,
  playOne: (settings: Settings, steps: readonly Step[]) => Promise<void>,
): Promise<void> {
  let commands = 0;
  const property = fc.asyncProperty(settings, steps, async (settings, steps) => {
    commands += steps.length;
    await playOne(settings, steps);
  });
  const parameters = seeded(name, mornings * times);
  const startedAt = performance.now();
  await fc.assert(property, parameters);
  console.info(`${name}: ${commands} commands in ${Math.round(performance.now() - startedAt)} ms`);
  if (parameters.path === undefined) expect(commands).toBeGreaterThanOrEqual(atLeast);
}
