import type { Contestant, ContestantName } from '../contestants/contestant.ts';
import { withContestants } from '../contestants/open-contestants.ts';
import { alternate } from '../load/alternate.ts';
import { spreadDeck } from '../load/deck.ts';
import type { World } from '../world/world.ts';
import { runWarm } from './run-warm.ts';
import type { BenchContext, Scenario } from './scenario.ts';

const names: readonly ContestantName[] = ['rollbook', 'lean SQL', 'V1, 0 ms', 'V2', 'V3/V4'];

/** A lone caller's marks with ever more records stored. */
export const measureHistory: Scenario = async (context) => {
  const subjects: Subject[] = [];
  const measured = await withWorlds(context, context.worlds, subjects, () =>
    alternate(subjects, context.options, async ({ world, contestant }) => {
      const { p50, p95, p99 } = await runWarm(context, contestant, {
        callers: 1,
        deck: spreadDeck(world.roster.schools),
      });
      return { p50, p95, p99 };
    }),
  );
  return {
    id: 'history',
    title: 'History',
    how: 'One caller, with as many records of days past in databases that are alike otherwise.',
    rows: measured.map(({ subject, figures, runs }) => ({
      records: subject.world.rows,
      contestant: subject.contestant.name,
      ...figures,
      runs,
    })),
  };
};

interface Subject {
  readonly world: World;
  readonly contestant: Contestant;
}

/** Opens contestants on each database, one within the other. */
async function withWorlds<Result>(
  context: BenchContext,
  [world, ...others]: readonly World[],
  subjects: Subject[],
  work: () => Promise<Result>,
): Promise<Result> {
  if (!world) return work();
  return withContestants({ world, calendar: context.calendar, names }, (contestants) => {
    subjects.push(...contestants.map((contestant) => ({ world, contestant })));
    return withWorlds(context, others, subjects, work);
  });
}
