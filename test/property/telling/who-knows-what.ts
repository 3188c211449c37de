import { deepEqual } from 'node:assert/strict';
import type { Belief } from './belief.ts';
import { childIdOf, keyOfLink, links } from './cast.ts';
import { type Morning, type Place, placeKey } from './morning.ts';
import type { Settings } from './steps.ts';

type PlaceNow = Place & { readonly status: string | null };

/**
 * Every guardian was told what stands, or nothing where there is nothing worth telling. Of what was changed on a
 * later day, who was told anything was told what stands, unless that day was too late. Who has come or gone was told
 * only while there, and what the notifier left out was its own choice.
 */
export async function expectAllToKnow(morning: Morning, settings: Settings): Promise<void> {
  for (const place of await placesOf(morning)) {
    const lastChange = morning.lastChanges.get(placeKey(place)) ?? 'on its day';
    const isWorthTelling = morning.worthTelling.has(placeKey(place));
    const guardians = links.filter(({ school, child }) => childIdOf(school, child) === place.childId).map(keyOfLink);
    for (const link of guardians.filter((each) => !morning.linksMoved.has(each))) {
      const { schoolId, date, session, childId } = place;
      const key = [schoolId, link.split(' ')[2], date, session, childId].join(' ');
      if (morning.ledger.skipped.has(key)) continue;
      const belief = morning.ledger.beliefs.get(key);
      const isTold = toldBy(belief) !== nothing;
      deepEqual({ link, place, isTold: isTold || !isWorthTelling }, { link, place, isTold: true });
      if (lastChange === 'on its day' || (lastChange === 'in time' && isTold)) {
        deepEqual({ link, place, told: toldBy(belief) }, { link, place, told: toBeTold(place, belief, settings) });
      }
      const isKnown = { isConfirmed: true, hasArrived: true };
      if (belief) deepEqual({ link, place, ...belief }, { link, place, ...belief, ...isKnown });
    }
  }
}

const nothing = 'nothing';

function toldBy(belief: Belief | undefined): string | null {
  return !belief || (belief.status === null && belief.isConfirmed) ? nothing : belief.status;
}

function toBeTold({ status }: PlaceNow, belief: Belief | undefined, { silent }: Settings): string | null {
  const isWorthIt = status !== null && !silent.some((each) => each === status);
  return isWorthIt || toldBy(belief) !== nothing ? status : nothing;
}

async function placesOf({ office, days }: Morning): Promise<readonly PlaceNow[]> {
  const places: PlaceNow[] = [];
  for (const day of days.values()) {
    const { entries } = await office.getRegister(day);
    places.push(...entries.map(({ childId, status }) => ({ ...day, childId, status })));
  }
  return places;
}
