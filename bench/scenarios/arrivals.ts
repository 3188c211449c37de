import { connectAll } from '../contestants/connect-all.ts';
import type { ContestantName } from '../contestants/contestant.ts';
import { withContestants } from '../contestants/open-contestants.ts';
import { alternate } from '../load/alternate.ts';
import { spreadDeck } from '../load/deck.ts';
import { runOpenArrivals } from '../load/open-arrivals.ts';
import type { ResultRow, Scenario } from './scenario.ts';

const rates = [200, 2_000, 10_000] as const;
const names: readonly ContestantName[] = ['rollbook', 'lean SQL'];

/** Single marks that come at a rate, instead of callers who wait for their answers. */
export const measureArrivals: Scenario = async ({ world, calendar, options }) => {
  const deck = spreadDeck(world.roster.schools);
  const rows = await withContestants({ world, calendar, names }, async (contestants) => {
    const found: ResultRow[] = [];
    for (const contestant of contestants) await connectAll(contestant);
    for (const arrivals of rates) {
      const measured = await alternate(contestants, options, async (one) => {
        calendar.nextDay();
        await runOpenArrivals(one, { perSecond: arrivals, deck, durationMs: options.warmUpMs });
        calendar.nextDay();
        return runOpenArrivals(one, { perSecond: arrivals, deck, durationMs: options.durationMs });
      });
      for (const { subject, figures, runs } of measured) {
        found.push({ arrivals, contestant: subject.name, ...figures, runs });
      }
    }
    return found;
  });
  return {
    id: 'arrivals',
    title: 'Open arrivals',
    how: 'Marks come at a rate (`arrivals` a second, at random), whether those before are stored or not; neighbours are at different schools. A latency counts from the moment at which the mark was to come.',
    rows,
  };
};
