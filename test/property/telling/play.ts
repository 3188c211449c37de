import { expectAGoodEnd } from './in-the-end.ts';
import type { Said } from './ledger.ts';
import { Morning } from './morning.ts';
import type { OpenStage } from './stage.ts';
import { expectNothingStaleToWait } from './stale.ts';
import type { Settings, Step } from './steps.ts';
import { takeStep } from './take-step.ts';

/** The messages said, by guardian, day and sessions. */
export type Transcript = ReadonlyMap<string, readonly Said[]>;

/**
 * Plays a morning, checking each claim and settlement, what waits after a drain, and what everybody knows in the end.
 * @returns  What was said to whom.
 */
export async function play(openStage: OpenStage, settings: Settings, steps: readonly Step[]): Promise<Transcript> {
  const morning = new Morning(await openStage(), settings);
  await morning.begin();
  for (const step of steps) {
    await takeStep(morning, step);
    if (step.do !== 'drain') continue;
    await expectNothingStaleToWait(morning);
    await morning.notice();
  }
  await expectAGoodEnd(morning, settings);
  await morning.end();
  return morning.ledger.said;
}
