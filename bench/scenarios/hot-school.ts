import type { ContestantName } from '../contestants/contestant.ts';
import { withContestants } from '../contestants/open-contestants.ts';
import { alternate } from '../load/alternate.ts';
import { runClosedLoop } from '../load/closed-loop.ts';
import { spreadDeck } from '../load/deck.ts';
import type { Scenario } from './scenario.ts';

const names: readonly ContestantName[] = ['rollbook', 'lean SQL', 'V1, 0 ms', 'V3/V4'];
const callers = 200;

/** 200 callers at one school, against the same at 500. */
export const measureHotSchool: Scenario = async ({ world, calendar, options }) => {
  const { schools } = world.roster;
  const decks = { spread: spreadDeck(schools, 1), hot: spreadDeck(schools.slice(0, 1)) };
  const rows = await withContestants({ world, calendar, names }, async (contestants) => {
    const measured = await alternate(contestants, options, async (contestant) => {
      calendar.nextDay();
      for (const deck of Object.values(decks))
        await runClosedLoop(contestant, { callers, deck, durationMs: options.warmUpMs });
      const spread = await runClosedLoop(contestant, { callers, deck: decks.spread, durationMs: options.durationMs });
      const hot = await runClosedLoop(contestant, { callers, deck: decks.hot, durationMs: options.durationMs });
      return {
        spreadPerSecond: spread.perSecond,
        hotPerSecond: hot.perSecond,
        ratio: hot.perSecond / spread.perSecond,
        spreadP99: spread.p99,
        hotP99: hot.p99,
        errors: spread.errors + hot.errors,
      };
    });
    return measured.map(({ subject, figures, runs }) => ({ contestant: subject.name, ...figures, runs }));
  });
  return {
    id: 'hot-school',
    title: 'One hot school',
    how: '200 callers re-mark 500 children, one of each school (spread), or the 200 children of one school (hot); each mark changes the status.',
    rows,
  };
};
