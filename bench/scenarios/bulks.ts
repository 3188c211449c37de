import { type BulkMark, type Contestant, type ContestantName, contestantNames } from '../contestants/contestant.ts';
import { withContestants } from '../contestants/open-contestants.ts';
import { alternate } from '../load/alternate.ts';
import { summarise } from '../load/summarise.ts';
import type { BenchRoster } from '../world/roster.ts';
import type { BenchContext, ResultRow, Scenario } from './scenario.ts';

const sizes = [30, 200, 2_000] as const;

/** Bulks of a class, a school and a large school. */
export const measureBulks: Scenario = async (context) => {
  const { world, calendar, options } = context;
  const rows = await withContestants({ world, calendar, names: contestantNames }, async (contestants) => {
    const found: ResultRow[] = [];
    for (const size of sizes) {
      const patient = contestants.filter(({ name }) => !isTooSlow(name, size, options.quick));
      const measured = await alternate(patient, options, (contestant) => repeatBulks(context, contestant, size));
      for (const { subject, figures, runs } of measured) {
        found.push({ children: size, contestant: subject.name, ...figures, runs });
      }
    }
    return found;
  });
  const left = options.quick ? ' Left out of a quick run: V1 with 20 ms beyond 30 children, V1 and V2 beyond 200.' : '';
  return {
    id: 'bulks',
    title: 'Bulks',
    how: `One caller marks one bulk after the other; V1 and V2 have no bulk and mark child after child.${left}`,
    rows,
  };
};

function isTooSlow(name: ContestantName, size: number, quick: boolean): boolean {
  if (!quick || size === 30) return false;
  return name === 'V1, 20 ms' || (size === 2_000 && (name === 'V1, 0 ms' || name === 'V2'));
}

async function repeatBulks({ world, calendar, options }: BenchContext, contestant: Contestant, size: number) {
  const latencies: number[] = [];
  const bulks = bulksOf(world.roster, size);
  calendar.nextDay();
  for (const startedAt = performance.now(); performance.now() - startedAt < options.durationMs; ) {
    const bulk = bulks[latencies.length % bulks.length];
    if (!bulk) throw new Error('expected a bulk');
    if (bulks.length === 1) calendar.nextDay();
    const sentAt = performance.now();
    await contestant.markBulk(bulk);
    latencies.push(performance.now() - sentAt);
  }
  const { p50, p95 } = summarise(latencies);
  return { p50, p95, childrenPerSecond: (size * 1_000) / p50 };
}

/** A bulk a school, or the large school's only one. */
function bulksOf({ schools, large }: BenchRoster, size: number): BulkMark[] {
  const found = large.childIds.length === size ? [large] : schools;
  return found.map(({ schoolId, childIds }) => ({ schoolId, childIds: childIds.slice(0, size), status: 'present' }));
}
