import { ok } from 'node:assert/strict';
import * as fc from 'fast-check';
import { seeded } from '../seed.ts';
import { settings, steps } from './arbitrary-steps.ts';
import type { Settings, Step } from './steps.ts';

/**
 * How many random mornings to play, and how many commands there must have been by then. `FC_TIMES=20` plays 20 times as
 * many.
 */
export interface Extent {
  readonly mornings: number;
  readonly atLeast: number;
}

const times = Number(process.env['FC_TIMES'] ?? 1);

/** Time for all of them, in milliseconds, and for finding the shortest that fails. */
export const patienceMs = 180_000 + times * 30_000;

/** Plays a morning, and fails where a promise is broken. */
export type PlayOne = (settings: Settings, steps: readonly Step[]) => Promise<void>;

/**
 * A morning keeps the promises.
 * @param onMorning  Told how many steps were taken in each that did.
 */
export function goesWell(playOne: PlayOne, onMorning: (commands: number) => void) {
  return fc.asyncProperty(settings, steps, async (settings, steps) => {
    await playOne(settings, steps);
    onMorning(steps.length);
  });
}

/** Checks that every morning keeps the promises. */
export async function expectGoodMornings(name: string, { mornings, atLeast }: Extent, playOne: PlayOne): Promise<void> {
  let commands = 0;
  const property = goesWell(playOne, (taken) => {
    commands += taken;
  });
  const parameters = seeded(name, mornings * times);
  const startedAt = performance.now();
  await fc.assert(property, parameters);
  console.info(`${name}: ${commands} commands in ${Math.round(performance.now() - startedAt)} ms`);
  if (parameters.path === undefined) ok(commands >= atLeast, `only ${commands} of ${atLeast} commands`);
}
