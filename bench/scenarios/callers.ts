import { contestantNames } from '../contestants/contestant.ts';
import { withContestants } from '../contestants/open-contestants.ts';
import { alternate } from '../load/alternate.ts';
import { spreadDeck } from '../load/deck.ts';
import { runWarm } from './run-warm.ts';
import type { ResultRow, Scenario } from './scenario.ts';

const levels = [1, 16, 200, 1_000] as const;

/** Single marks of 1 to 1,000 callers. */
export const measureCallers: Scenario = async (context) => {
  const { world, calendar, options } = context;
  const deck = spreadDeck(world.roster.schools);
  const rows = await withContestants({ world, calendar, names: contestantNames }, async (contestants) => {
    const found: ResultRow[] = [];
    for (const callers of levels) {
      const measured = await alternate(contestants, options, (one) => runWarm(context, one, { callers, deck }));
      for (const { subject, figures, runs } of measured) {
        found.push({ callers, contestant: subject.name, ...figures, runs });
      }
    }
    return found;
  });
  return {
    id: 'callers',
    title: 'Callers',
    how: 'Each caller marks a child, waits, and marks the next one; neighbours are at different schools. First marks of a day; whoever gets through all 100,000 children goes on with corrections.',
    rows,
  };
};
