import { setTimeout as delay } from 'node:timers/promises';
import type { Contestant, ContestantName } from '../contestants/contestant.ts';
import { withContestants } from '../contestants/open-contestants.ts';
import { alternate } from '../load/alternate.ts';
import { runClosedLoop } from '../load/closed-loop.ts';
import { spreadDeck } from '../load/deck.ts';
import type { BenchSchool } from '../world/roster.ts';
import { withPool } from '../world/world.ts';
import type { BenchContext, Scenario } from './scenario.ts';

const names: readonly ContestantName[] = ['rollbook', 'V1, 0 ms', 'V3/V4'];

/** Measures what other schools notice while a host transaction locks one school's counter. */
export const measureHeldCounter: Scenario = async (context) => {
  const { world, calendar, options } = context;
  const measured = await withContestants({ world, calendar, names }, (contestants) =>
    alternate(contestants, { ...options, rounds: options.quick ? 1 : 3 }, (one) => compareMornings(context, one)),
  );
  return {
    id: 'held-counter',
    title: "One school's counter held",
    how: `A host transaction holds one school's counter for ${options.holdMs / 1_000} s while 20 callers mark at that school and 200 at the others. The figures are the others', without (free) and with it (held).`,
    rows: measured.map(({ subject, figures, runs }) => ({ contestant: subject.name, ...figures, runs })),
  };
};

async function compareMornings(context: BenchContext, contestant: Contestant) {
  await runMorning(context, contestant, { forMs: context.options.warmUpMs, isHeld: false });
  const free = await runMorning(context, contestant, { forMs: context.options.holdMs, isHeld: false });
  const held = await runMorning(context, contestant, { forMs: context.options.holdMs, isHeld: true });
  return {
    freePerSecond: free.others.perSecond,
    heldPerSecond: held.others.perSecond,
    freeP50: free.others.p50,
    heldP50: held.others.p50,
    freeP99: free.others.p99,
    heldP99: held.others.p99,
    freeMax: free.others.max,
    heldMax: held.others.max,
    errorsAtOthers: held.others.errors,
    errorsAtHeldSchool: held.first.errors,
  };
}

/** Callers at the first school, beside many more at the others. */
async function runMorning(
  { world, calendar }: BenchContext,
  contestant: Contestant,
  { forMs, isHeld }: { readonly forMs: number; readonly isHeld: boolean },
) {
  const [school, ...rest] = world.roster.schools;
  if (!school) throw new Error('expected a school');
  calendar.nextDay();
  const run = (schools: readonly BenchSchool[], callers: number) =>
    runClosedLoop(contestant, { callers, deck: spreadDeck(schools), durationMs: forMs });
  const runBoth = async () => {
    const [others, first] = await Promise.all([run(rest, 200), run([school], 20)]);
    return { others, first };
  };
  return isHeld ? whileHeld(world.url, contestant.holdCounter(school.schoolId), forMs, runBoth) : runBoth();
}

/** Runs a statement in a transaction that stays open for a time, while `work` begins. */
async function whileHeld<Result>(
  url: string,
  { text, values }: { readonly text: string; readonly values: string[] },
  holdMs: number,
  work: () => Promise<Result>,
): Promise<Result> {
  return withPool(url, async (pool) => {
    const client = await pool.connect();
    await client.query('begin');
    await client.query(text, values);
    const result = work();
    await delay(holdMs);
    await client.query('commit');
    client.release();
    return result;
  });
}
