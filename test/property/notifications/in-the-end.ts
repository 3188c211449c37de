import { expect } from 'vitest';
import type { Belief } from './belief.ts';
import { childIdOf, keyOfLink, links } from './cast.ts';
import { type Morning, type Place, placeKey } from './morning.ts';
import type { Settings } from './steps.ts';

/** Has everything told: the notifier is well, time goes by, and what was given up is tried again. */
export async function tellAll(morning: Morning): Promise<void> {
  morning.notifier.mood = 'healthy';
  for (let round = 0; round < 40; round++) {
    morning.clock.advance(11 * 60_000);
    await morning.offices[round % 2]?.notifications.drain();
    if (await isAllTold(morning)) return;
    await morning.retryDeadLetters(1_000);
  }
  expect(await morning.office.notifications.stats(), 'what is left of it all').toBeUndefined();
}

async function isAllTold({ office }: Morning): Promise<boolean> {
  const { jobs, scheduled, ready, leased, dead } = await office.notifications.stats();
  return jobs + scheduled + ready + leased + dead === 0;
}

/** Every guardian knows what stands, or was told nothing and there is nothing worth telling; and no job is left over. */
export async function expectAllToKnow(morning: Morning, settings: Settings): Promise<void> {
  for (const place of await placesOf(morning)) {
    if (morning.untold.has(placeKey(place))) continue;
    for (const link of links.filter((each) => childIdOf(each.school, each.child) === place.childId)) {
      expectToKnow(morning, settings, place, keyOfLink(link));
    }
  }
  await handOverAgain(morning);
  await morning.process(morning.queued.splice(0));
  await handOverAgain(morning);
  expect(morning.queued, 'jobs that are never done').toEqual([]);
}

/** What was handed over and is not done comes again after a quarter of an hour. */
async function handOverAgain({ clock, handing }: Morning): Promise<void> {
  clock.advance(16 * 60_000);
  await handing.notifications.drain();
}

type PlaceNow = Place & { readonly status: string | null };

function expectToKnow({ ledger, linksMoved }: Morning, settings: Settings, place: PlaceNow, link: string): void {
  // Who has come or gone was told only while there.
  if (linksMoved.has(link)) return;
  const { schoolId, childId, date, session, status } = place;
  const guardianId = link.split(' ')[2];
  const belief = ledger.beliefs.get([schoolId, guardianId, date, session, childId].join(' '));
  const known = belief ? { status: belief.status, hasArrived: belief.hasArrived } : nothing;
  expect({ link, place, known: isNothing(belief) ? nothing : known }).toEqual({
    link,
    place,
    known: expectedOf(status, belief, settings),
  });
}

const nothing = 'nothing';

function isNothing(belief: Belief | undefined): boolean {
  return belief?.status === null && belief.hasArrived;
}

function expectedOf(status: string | null, belief: Belief | undefined, { silent }: Settings) {
  const silentStatuses: readonly (string | null)[] = silent;
  const isUntold = !belief || isNothing(belief);
  return status === null || (isUntold && silentStatuses.includes(status)) ? nothing : { status, hasArrived: true };
}

async function placesOf({ office, days }: Morning): Promise<readonly PlaceNow[]> {
  const places: PlaceNow[] = [];
  for (const day of days.values()) {
    const { entries } = await office.getRegister(day);
    places.push(...entries.map(({ childId, status }) => ({ ...day, childId, status })));
  }
  return places;
}
