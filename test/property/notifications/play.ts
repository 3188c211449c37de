import { expectAllToKnow, tellAll } from './in-the-end.ts';
import type { Said } from './ledger.ts';
import { Morning } from './morning.ts';
import type { OpenStage } from './stage.ts';
import type { Settings, Step } from './steps.ts';
import { takeStep } from './take-step.ts';

/** What was said, by guardian, day and session. */
export type Transcript = ReadonlyMap<string, readonly Said[]>;

/**
 * Plays a morning, checking each claim and settlement, and in the end what everybody knows.
 * @returns  What was said to whom.
 */
export async function play(openStage: OpenStage, settings: Settings, steps: readonly Step[]): Promise<Transcript> {
  const morning = new Morning(await openStage(), settings);
  await morning.begin();
  for (const step of steps) await takeStep(morning, step);
  await tellAll(morning);
  await expectAllToKnow(morning, settings);
  await morning.end();
  return morning.ledger.said;
}
