import type { Pool } from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { describeOnPostgres } from '../support/describe-on-postgres.ts';
import { awkwardZones, dayByTemporal, type Moment, momentsAroundChanges, newYear } from './awkward-zones.ts';
import { daysInStore } from './days-in-store.ts';
import { createPostgresWorld, type PostgresWorld } from './postgres-world.ts';
import { openPostgres } from './stores.ts';

const day = 86_400_000;

/**
 * Postgres and the runtime each bring a time zone database. Where governments have changed their minds lately, an older
 * one is wrong, and no library can tell: so here the oracle is the offset that this server itself has at each moment.
 */
describeOnPostgres('where Postgres and the runtime know different rules', ({ url, major }) => {
  let postgres: PostgresWorld;
  beforeAll(async () => {
    postgres = await createPostgresWorld(url);
  });
  afterAll(() => postgres.drop());

  test.each(awkwardZones)('a mark has the day of the database, from 2025 to 2040 in %s', async (timezone) => {
    const moments = [...momentsAroundChanges(timezone, 2025, 2040), ...midnights(timezone, 2025, 2040)];
    const days = await daysByOffset(postgres.pool, timezone, moments);
    report(`Postgres ${major}`, moments, days);
    expect(await daysInStore((roster) => openPostgres(postgres, roster), moments)).toEqual(days);
  });
});

/** Once a week, just before and at the hour that was midnight at the beginning. */
function midnights(timezone: string, from: number, until: number): Moment[] {
  const moments: Moment[] = [];
  for (let at = newYear(timezone, from); at < Date.UTC(until, 0); at += 7 * day) {
    moments.push({ timezone, at: at - 1 }, { timezone, at });
  }
  return moments;
}

async function daysByOffset(pool: Pool, timezone: string, moments: readonly Moment[]): Promise<string[]> {
  const sql = `select extract(epoch from (at at time zone $2) - (at at time zone 'UTC'))::int as seconds
    from unnest($1::timestamptz[]) with ordinality as moment(at, position) order by position`;
  const { rows } = await pool.query<{ seconds: number }>(sql, [moments.map(({ at }) => new Date(at)), timezone]);
  return moments.map(({ at }, index) => new Date(at + (rows[index]?.seconds ?? 0) * 1_000).toISOString().slice(0, 10));
}

/** Tells of what the two databases disagree, for whoever wonders about a day near midnight. */
function report(server: string, moments: readonly Moment[], days: readonly string[]): void {
  const different = moments.filter((moment, index) => dayByTemporal(moment) !== days[index]).map(({ at }) => at);
  if (different.length === 0) return;
  const since = new Date(Math.min(...different)).toISOString().slice(0, 10);
  console.info(
    `${server} and Node (tzdata ${process.versions['tz']}) disagree in ${moments[0]?.timezone} since ${since}`,
  );
}
