import { WireProxy } from '../../test/integration/support/wire-proxy.ts';
import { type Contestant, contestantNames } from '../contestants/contestant.ts';
import { withContestants } from '../contestants/open-contestants.ts';
import type { ResultRow, Scenario } from './scenario.ts';

/** Counts round trips on the wire. */
export const countRoundTrips: Scenario = async ({ world, calendar }) => {
  const [school] = world.roster.schools;
  if (!school) throw new Error('expected a school');
  const together = world.roster.schools.slice(0, 200);
  const status = 'present';
  const rows: ResultRow[] = [];
  for (const name of contestantNames) {
    const proxy = await WireProxy.start(world.url);
    await withContestants({ world, calendar, names: [name], url: proxy.url }, async ([contestant]) => {
      if (!contestant) throw new Error('expected a contestant');
      const { schoolId, childIds } = school;
      const bulkOf = (size: number) => () =>
        contestant.markBulk({ schoolId, childIds: childIds.slice(0, size), status });
      const count = (work: () => Promise<unknown>) => countDuring(proxy, calendar, work);
      rows.push({
        contestant: name,
        mark: await count(() => markOne(contestant, school)),
        bulkOf30: await count(bulkOf(30)),
        bulkOf200: await count(bulkOf(200)),
        marksOf200Callers: await count(() => Promise.all(together.map((one) => markOne(contestant, one)))),
      });
    });
    await proxy.close();
  }
  return {
    id: 'round-trips',
    title: 'Round trips',
    how: 'Counted on the wire, by a proxy that reads the protocol: Sync and simple-query messages, each of which waits for an answer.',
    rows,
  };
};

function markOne(contestant: Contestant, { schoolId, childIds }: { schoolId: string; childIds: readonly string[] }) {
  return contestant.mark({ schoolId, childId: childIds[0] ?? '', status: 'present' });
}

async function countDuring(proxy: WireProxy, calendar: { nextDay(): void }, work: () => Promise<unknown>) {
  calendar.nextDay();
  proxy.forget();
  await work();
  return proxy.roundTrips;
}
