import { basename } from 'node:path';
import PQueue from 'p-queue';
import type { BulkMark, ChildMark, Contestant } from '../contestants/contestant.ts';
import { openRepaired } from '../contestants/repaired.ts';
import { openRollbook } from '../contestants/rollbook.ts';
import { spreadDeck } from '../load/deck.ts';
import { markEach } from '../load/mark-each.ts';
import { type City, type CitySchool, createCity, readLargestDay } from '../world/city.ts';
import { SchoolCalendar } from '../world/school-calendar.ts';
import type { ResultRow, Scenario } from './scenario.ts';

const callers = 1_000;
const bulksAtATime = 4;
const maxBulkSize = 2_000;

/** Every child of a city on one day, in bulks and one by one. */
export const measureCityDay: Scenario = async ({ server, options }) => {
  const section = { id: 'city', title: 'A city on one day' };
  if (options.csv === undefined) return { ...section, how: 'Left out: no --csv FILE was given.', rows: [] };
  const day = await readLargestDay(options.csv);
  const city = await createCity(server.url, day);
  const calendar = new SchoolCalendar(`${day.date}T08:00:00-04:00`);
  const contestants = [await openRollbook(city.url, calendar), await openRepaired(city.url, calendar)];
  const rows: ResultRow[] = [];
  for (const contestant of contestants) {
    rows.push(await timeDay(contestant, city, `bulks, ${bulksAtATime} at a time`, markSchools));
    calendar.nextDay();
  }
  const [rollbook] = contestants;
  if (rollbook) rows.push(await timeDay(rollbook, city, `single marks of ${callers} callers`, markChildren));
  for (const contestant of contestants) await contestant.close();
  return {
    ...section,
    how: `${basename(options.csv)}, ${day.date}: ${city.schools.length} schools, each child marked once, present or absent as the figures say, at most ${maxBulkSize} a bulk; then every school's counter is compared with them. One run. Single marks of V3 would take half an hour and are left out.`,
    rows,
  };
};

async function timeDay(
  contestant: Contestant,
  city: City,
  how: string,
  mark: (contestant: Contestant, city: City) => Promise<unknown>,
): Promise<ResultRow> {
  const children = city.schools.reduce((sum, { childIds }) => sum + childIds.length, 0);
  const startedAt = performance.now();
  await mark(contestant, city);
  const seconds = (performance.now() - startedAt) / 1_000;
  const wrongSchools = await countWrong(contestant, city);
  return { contestant: contestant.name, how, children, seconds, perSecond: children / seconds, wrongSchools };
}

async function countWrong(contestant: Contestant, { schools }: City): Promise<number> {
  let wrong = 0;
  for (const { schoolId, childIds, present } of schools) {
    const found = await contestant.audit(schoolId);
    const isRight = found.counted === present && found.present === present && found.records === childIds.length;
    if (!isRight) wrong += 1;
  }
  return wrong;
}

async function markSchools(contestant: Contestant, { schools }: City): Promise<void> {
  const queue = new PQueue({ concurrency: bulksAtATime });
  await queue.addAll(schools.flatMap(bulksOf).map((bulk) => () => contestant.markBulk(bulk)));
}

function bulksOf({ schoolId, childIds, present }: CitySchool): BulkMark[] {
  const split = (some: readonly string[], status: 'present' | 'absent') =>
    Array.from({ length: Math.ceil(some.length / maxBulkSize) }, (_, index) => ({
      schoolId,
      childIds: some.slice(index * maxBulkSize, (index + 1) * maxBulkSize),
      status,
    }));
  return [...split(childIds.slice(0, present), 'present'), ...split(childIds.slice(present), 'absent')];
}

async function markChildren(contestant: Contestant, { schools }: City): Promise<void> {
  const most = Math.max(...schools.map(({ childIds }) => childIds.length));
  const absent = new Set(schools.flatMap(({ childIds, present }) => childIds.slice(present)));
  const toMark = (card: { schoolId: string; childId: string }): ChildMark => ({
    ...card,
    status: absent.has(card.childId) ? 'absent' : 'present',
  });
  await markEach(contestant, spreadDeck(schools, most).map(toMark), callers);
}
