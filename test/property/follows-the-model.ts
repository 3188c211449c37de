import * as fc from 'fast-check';
import { expect } from 'vitest';
import { start, steps } from './arbitrary-steps.ts';
import { type CreateSubject, runSequence } from './run-sequence.ts';
import { seeded } from './seed.ts';

/** What the normal test run has to compare. A sequence makes about 35 calls. */
const least = 10_000;
const sequences = 340;

/**
 * Checks that a subject does what the model does, over random sequences.
 * @param share  The part of the 10,000 commands that is enough here. Default all.
 */
export async function expectToFollowTheModel(name: string, createSubject: CreateSubject, share = 1): Promise<void> {
  let calls = 0;
  const property = fc.asyncProperty(start, steps, async (start, steps) => {
    calls += await runSequence(createSubject, start, steps);
  });
  const parameters = seeded(name, sequences * share);
  const startedAt = performance.now();
  await fc.assert(property, parameters);
  console.info(`${name}: ${calls} commands in ${Math.round(performance.now() - startedAt)} ms`);
  if (parameters.path === undefined) expect(calls).toBeGreaterThanOrEqual(least * share);
}
