import { connectAll } from '../contestants/connect-all.ts';
import { type ContestantName, contestantNames } from '../contestants/contestant.ts';
import { withContestants } from '../contestants/open-contestants.ts';
import { alternate } from '../load/alternate.ts';
import { spreadDeck } from '../load/deck.ts';
import { withDistance } from '../wire/delaying-proxy.ts';
import { runWarm } from './run-warm.ts';
import type { BenchContext, ResultRow, Scenario } from './scenario.ts';

const wantedMs = 30;
const quickNames: readonly ContestantName[] = ['rollbook', 'lean SQL', 'V1, 20 ms', 'V3/V4'];

/** Single marks with the database 30 ms away. */
export const measureFarAway: Scenario = (context) =>
  withDistance(context.world.url, wantedMs, async (far) => ({
    id: 'far-away',
    title: `${wantedMs} ms away`,
    how: `As with callers, through a proxy that delays each direction by ${wantedMs / 2} ms; \`select 1\` took ${far.roundTripMs.toFixed(1)} ms, which is the round trip that the column before the last counts in.`,
    rows: await measureThrough(context, far),
  }));

async function measureThrough(context: BenchContext, { url, roundTripMs }: { url: string; roundTripMs: number }) {
  const { world, calendar, options } = context;
  const deck = spreadDeck(world.roster.schools);
  const names = options.quick ? quickNames : contestantNames;
  return withContestants({ world, calendar, names, url }, async (contestants) => {
    const rows: ResultRow[] = [];
    for (const contestant of contestants) await connectAll(contestant);
    for (const callers of [1, 200]) {
      const measured = await alternate(contestants, options, (one) => runWarm(context, one, { callers, deck }));
      for (const { subject, figures, runs } of measured) {
        const p50InRoundTrips = (figures['p50'] ?? Number.NaN) / roundTripMs;
        rows.push({ callers, contestant: subject.name, ...figures, p50InRoundTrips, runs });
      }
    }
    return rows;
  });
}
