import { test } from 'vitest';
import { expectGoodMornings, patienceMs } from './mornings.ts';
import { play } from './play.ts';
import { openMemoryStage } from './stage.ts';

test(
  'in memory every guardian is told the truth in the end, and nothing else on the way, over 2,000 random commands',
  async () => {
    await expectGoodMornings('telling, memory', { mornings: 120, atLeast: 2_000 }, async (settings, steps) => {
      await play(openMemoryStage, settings, steps);
    });
  },
  patienceMs,
);
