import { ok } from 'node:assert/strict';
import * as fc from 'fast-check';
import { start, steps } from './arbitrary-steps.ts';
import { type CreateSubject, runSequence, type Tally } from './run-sequence.ts';
import { seeded } from './seed.ts';

/** How many random sequences to run, and how many commands must have been compared by then. */
export interface Extent {
  readonly sequences: number;
  readonly atLeast: number;
}

/** What the normal test run has to compare. A sequence makes about 34 calls. */
export const tenThousand: Extent = { sequences: 370, atLeast: 10_000 };

/**
 * A subject does what the model does.
 * @param onSequence  Told what was compared in each sequence that held.
 */
export function followsTheModel(createSubject: CreateSubject, onSequence: (tally: Tally) => void) {
  return fc.asyncProperty(start, steps, async (start, steps) => {
    onSequence(await runSequence(createSubject, start, steps));
  });
}

/** Checks that a subject does what the model does, over random sequences. */
export async function expectToFollowTheModel(
  name: string,
  createSubject: CreateSubject,
  { sequences, atLeast } = tenThousand,
): Promise<void> {
  let calls = 0;
  const property = followsTheModel(createSubject, ({ commands }) => {
    calls += commands;
  });
  const parameters = seeded(name, sequences);
  const startedAt = performance.now();
  await fc.assert(property, parameters);
  console.info(`${name}: ${calls} commands in ${Math.round(performance.now() - startedAt)} ms`);
  if (parameters.path === undefined) ok(calls >= atLeast, `only ${calls} of ${atLeast} commands`);
}
