import { contestantNames } from '../contestants/contestant.ts';
import { withContestants } from '../contestants/open-contestants.ts';
import { alternate } from '../load/alternate.ts';
import { spreadDeck } from '../load/deck.ts';
import { withDistance } from '../wire/delaying-proxy.ts';
import { runWarm } from './run-warm.ts';
import type { ResultRow, Scenario } from './scenario.ts';

const wantedMs = 30;

/** The same with the database 30 ms away. */
export const measureFarAway: Scenario = async (context) => {
  const { world, calendar, options } = context;
  const deck = spreadDeck(world.roster.schools);
  return withDistance(world.url, wantedMs, async ({ url, roundTripMs }) => {
    const rows = await withContestants({ world, calendar, names: contestantNames, url }, async (contestants) => {
      const found: ResultRow[] = [];
      for (const callers of [1, 200]) {
        const measured = await alternate(contestants, options, (one) => runWarm(context, one, { callers, deck }));
        for (const { subject, figures, runs } of measured) {
          const roundTrips = (figures['p50'] ?? Number.NaN) / roundTripMs;
          found.push({ callers, contestant: subject.name, ...figures, p50InRoundTrips: roundTrips, runs });
        }
      }
      return found;
    });
    return {
      id: 'far-away',
      title: `${wantedMs} ms away`,
      how: `As above, through a proxy that delays each direction by ${wantedMs / 2} ms; \`select 1\` took ${roundTripMs.toFixed(1)} ms, which is the round trip that the last column counts in.`,
      rows,
    };
  });
};
