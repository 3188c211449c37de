import type { SchoolCalendar } from '../world/school-calendar.ts';
import type { World } from '../world/world.ts';
import type { Contestant, ContestantName, OpenContestant } from './contestant.ts';
import { openLean } from './lean.ts';
import { openRepaired } from './repaired.ts';
import { openRollbook } from './rollbook.ts';
import { openIncident } from './v1-incident.ts';
import { openAsynchronous } from './v2-asynchronous.ts';

/**
 * Opens contestants on a database for as long as `work` takes.
 * @param url  Where the database is reached. Default: directly.
 */
export async function withContestants<Result>(
  {
    world,
    calendar,
    names,
    url = world.url,
  }: {
    readonly world: World;
    readonly calendar: SchoolCalendar;
    readonly names: readonly ContestantName[];
    readonly url?: string;
  },
  work: (contestants: readonly Contestant[]) => Promise<Result>,
): Promise<Result> {
  const contestants: Contestant[] = [];
  try {
    for (const name of names) contestants.push(await openers[name](url, calendar));
    return await work(contestants);
  } finally {
    for (const contestant of contestants) await contestant.close();
  }
}

const openers: Readonly<Record<ContestantName, OpenContestant>> = {
  rollbook: openRollbook,
  'lean SQL': openLean,
  'V1, 20 ms': openIncident(20),
  'V1, 0 ms': openIncident(0),
  V2: openAsynchronous,
  'V3/V4': openRepaired,
};
