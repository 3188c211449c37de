import { setTimeout as delay } from 'node:timers/promises';
import type { Pool } from 'pg';
import { contestantNames } from '../contestants/contestant.ts';
import { withContestants } from '../contestants/open-contestants.ts';
import { runClosedLoop } from '../load/closed-loop.ts';
import { spreadDeck } from '../load/deck.ts';
import { withPool } from '../world/world.ts';
import type { ResultRow, Scenario } from './scenario.ts';

/** Connections that 200 callers take. */
export const measureConnections: Scenario = async ({ world, calendar, options }) => {
  const deck = spreadDeck(world.roster.schools);
  const rows: ResultRow[] = [];
  for (const name of contestantNames) {
    const connections = await withPool(world.url, (monitor) =>
      withContestants({ world, calendar, names: [name] }, async ([contestant]) => {
        if (!contestant) throw new Error('expected a contestant');
        calendar.nextDay();
        const load = runClosedLoop(contestant, { callers: 200, deck, durationMs: options.durationMs });
        return watchConnections(monitor, name, load);
      }),
    );
    rows.push({ contestant: name, connections });
  }
  return {
    id: 'connections',
    title: 'Connections',
    how: 'The most that `pg_stat_activity` showed at once, asked every 20 ms, while 200 callers marked.',
    rows,
  };
};

async function watchConnections(monitor: Pool, name: string, load: Promise<unknown>): Promise<number> {
  let most = 0;
  let isOver = false;
  const over = load.then(() => {
    isOver = true;
  });
  while (!isOver) {
    const { rows } = await monitor.query<{ count: string }>(
      'select count(*) from pg_stat_activity where application_name = $1',
      [name],
    );
    most = Math.max(most, Number(rows[0]?.count));
    await delay(20);
  }
  await over;
  return most;
}
