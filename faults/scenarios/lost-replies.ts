import { setTimeout as delay } from 'node:timers/promises';
import { waitUntil } from '../../test/integration/support/wait-until.ts';
import { WireProxy } from '../../test/integration/support/wire-proxy.ts';
import { createCommands } from '../load/command.ts';
import { createDice } from '../load/dice.ts';
import type { Scenario } from '../scenario.ts';
import { blockMarks } from '../support/blocked-marks.ts';
import { startLoadedHost } from '../support/loaded-host.ts';
import { playOnStage, type Stage } from '../support/stage.ts';

/**
 * Longer than a statement with marks of several callers waits for a lock. The statement gives up, and its marks are
 * sent again.
 */
const holdMs = 300;

/**
 * The connection breaks just when the server reports a commit. Only marks, bulks and clears pass the proxy, some of
 * them in transactions of the host.
 */
export const lostReplies: Scenario = {
  id: 'lost-replies',
  promise:
    'A mark whose reply is lost after the commit has one effect, whoever tries again: the library, or a caller who says when it happened.',
  run: ({ isLong, seed, progress }) =>
    playOnStage(async (stage) => {
      const wanted = isLong ? 1_000 : 100;
      const proxy = await WireProxy.start(stage.database.url);
      // Other clients mark the same child meanwhile. A mark that is tried again must not undo their marks.
      const commands = {
        schools: stage.schools,
        dice: createDice(seed, 'commands'),
        hasTransactions: true,
        nowShare: 0.5,
      };
      const nextCommand = createCommands(commands);
      const options = { url: proxy.url, seed, nextCommand, delivers: false, hasTransactions: true };
      const { load, stop } = await startLoadedHost(stage, options);
      for (let round = 1; proxy.repliesLost < wanted; round += 1) {
        // One, two or three replies are lost at once, so the library's next try may be lost as well.
        const lost = proxy.repliesLost + 1 + (round % 3);
        proxy.loseReplies(1 + (round % 3));
        await waitUntil('replies are lost', () => proxy.repliesLost === lost);
        await holdUp(stage);
        await load.untilAcknowledged(50);
        proxy.forget();
        if (round % 25 === 0) progress(`${proxy.repliesLost} of ${wanted} replies lost`);
      }
      const breaches = await stop();
      await proxy.close();
      return {
        faults: { lostReplies: proxy.repliesLost },
        figures: { failedCalls: load.calls.failed },
        breaches,
      };
    }),
};

/**
 * Makes the next try of a lost mark wait for a lock. Other marks have to wait too, and may come before the lost one.
 */
async function holdUp(stage: Stage): Promise<void> {
  const release = await blockMarks(stage, stage.schools);
  await delay(holdMs);
  release();
}
