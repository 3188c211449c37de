import { isDeepStrictEqual } from 'node:util';
import type { Pool } from 'pg';
import type { Attendance, CountDifference } from 'rollbook';
import { type Dice, pickWith } from '../load/dice.ts';
import { allCounters, expectedDifferences } from './found.ts';
import { type CounterKey, type Mutilation, mutilate, pickMove } from './mutilation.ts';

/** The material of reconciliations while nobody marks. */
export interface AtRest {
  readonly pool: Pool;
  readonly attendance: Attendance;
  readonly dice: Dice;
  readonly keys: readonly CounterKey[];
  readonly date: string;
}

/**
 * Makes some counters wrong and reconciles them, `times` over.
 * @returns  The number of wrong counters, and descriptions of results that were not as they have to be.
 */
export async function reconcileAtRest(
  world: AtRest,
  times: number,
): Promise<{ readonly wrong: number; readonly breaches: readonly string[] }> {
  const breaches: string[] = [];
  let wrong = 0;
  for (let time = 0; time < times; time += 1) {
    const expected = await expectedDifferences(world.pool, world.date, await mutilateSome(world));
    wrong += expected.length;
    breaches.push(...(await breachesOf(world, expected)));
  }
  return { wrong, breaches };
}

async function breachesOf(world: AtRest, expected: readonly CountDifference[]): Promise<string[]> {
  const { pool, attendance, date } = world;
  const found = await reconcileBySome(world);
  const repaired = await allCounters(pool);
  const { differences: foundAgain } = await attendance.reconcileDailyCounts({ date });
  return [
    ...(isDeepStrictEqual(found, expected) ? [] : [`found ${JSON.stringify(found)} of ${JSON.stringify(expected)}`]),
    ...(foundAgain.length > 0 ? [`found ${JSON.stringify(foundAgain)} after all was repaired`] : []),
    ...(isDeepStrictEqual(await allCounters(pool), repaired) ? [] : ['a second reconciliation changed something']),
  ];
}

/** Mutilates each counter once, so that its error is known. */
async function mutilateSome({ pool, dice, keys, date }: AtRest): Promise<Mutilation[]> {
  const left = [...keys];
  const mutilations: Mutilation[] = [];
  for (let count = 1 + Math.floor(dice() * 12); count > 0; count -= 1) {
    const [key] = left.splice(Math.floor(dice() * left.length), 1);
    if (key) mutilations.push(await mutilate(pool, date, key, pickMove(dice, true)));
  }
  return mutilations;
}

/**
 * Runs one reconciliation, two at once, or one of a school before that of all. Each difference has to be found once.
 */
async function reconcileBySome({ attendance, dice, keys, date }: AtRest): Promise<CountDifference[]> {
  const reconcile = async (school?: { readonly schoolId: string }) =>
    (await attendance.reconcileDailyCounts({ date, ...school })).differences;
  const { schoolId } = pickWith(dice, keys);
  const how = pickWith(dice, ['one', 'two at once', 'a school first']);
  if (how === 'one') return [...(await reconcile())];
  if (how === 'two at once') return sorted((await Promise.all([reconcile(), reconcile()])).flat());
  const ofSchool = await reconcile({ schoolId });
  const strays = ofSchool.filter((difference) => difference.schoolId !== schoolId);
  // Differences of another school appear twice then, so that nothing can hide them.
  return sorted([...ofSchool, ...strays, ...(await reconcile())]);
}

function sorted(differences: CountDifference[]): CountDifference[] {
  const keyOf = ({ schoolId, session, status }: CounterKey) => [schoolId, session, status].join(' ');
  return differences.sort((a, b) => (keyOf(a) < keyOf(b) ? -1 : 1));
}
