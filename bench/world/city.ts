import { numbered } from '../../examples/demo/demo-ids.ts';
import { enrolledOn } from '../../examples/demo/replay/cohorts.ts';
import { enrolledIn, type FiguresOfDay } from '../../examples/demo/replay/figures.ts';
import { insertRoster } from '../../examples/demo/replay/insert-roster.ts';
import { planSchools } from '../../examples/demo/replay/plan-schools.ts';
import { readFigures } from '../../examples/demo/replay/read-figures.ts';
import { createConventionalTables } from './conventional-tables.ts';
import { type BenchSchool, insertGuardians } from './roster.ts';
import { migrate, urlOf, withPool } from './world.ts';

/** A school of the file. */
export interface CitySchool extends BenchSchool {
  /**
   * The number of its children who are there, the first of `childIds`. All other children are absent, early leavers
   * included.
   */
  readonly present: number;
}

/** A city in a database of its own, in the tables of rollbook and of V3/V4. */
export interface City {
  readonly url: string;
  readonly schools: readonly CitySchool[];
}

/** Reads the day of a file on which most children are enrolled. */
export async function readLargestDay(csv: string): Promise<FiguresOfDay> {
  const byDate = Map.groupBy(await readFigures(csv), ({ date }) => date);
  const days = [...byDate].map(([date, schools]) => ({ date, schools }));
  const [largest] = days.toSorted((a, b) => enrolledIn(b) - enrolledIn(a));
  if (!largest) throw new Error('the file has no figures');
  return largest;
}

/** Creates the schools of that day; every child has two guardians. */
export async function createCity(serverUrl: string, day: FiguresOfDay): Promise<City> {
  const url = urlOf(serverUrl, 'bench_city');
  await withPool(serverUrl, (pool) => pool.query('create database bench_city'));
  const plan = planSchools([day]);
  await withPool(url, async (pool) => {
    await migrate(pool);
    await insertRoster(pool, [...plan.values()], () => {});
    await insertGuardians(pool);
    await createConventionalTables(pool, 'v3');
    await pool.query('vacuum analyze');
    await pool.query('checkpoint');
  });
  const schools = day.schools.flatMap(({ school, present }) => {
    const planned = plan.get(school);
    if (!planned) return [];
    const childIds = Array.from(enrolledOn(planned.cohorts, day.date), (child) => numbered(planned.idPrefix, child));
    return [{ schoolId: planned.id, childIds, present }];
  });
  return { url, schools };
}
