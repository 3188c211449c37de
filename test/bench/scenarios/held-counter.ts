import { setTimeout as delay } from 'node:timers/promises';
import type { Contestant, ContestantName } from '../contestants/contestant.ts';
import { withContestants } from '../contestants/open-contestants.ts';
import { runClosedLoop } from '../load/closed-loop.ts';
import { spreadDeck } from '../load/deck.ts';
import type { BenchSchool } from '../world/roster.ts';
import { withPool } from '../world/world.ts';
import type { BenchContext, ResultRow, Scenario } from './scenario.ts';

const names: readonly ContestantName[] = ['rollbook', 'rollbook SQL', 'V1, 0 ms', 'V3/V4'];

/** A host transaction that sits on one school's counter: what do the other schools notice? */
export const measureHeldCounter: Scenario = async (context) => {
  const { world, calendar, options } = context;
  const rows = await withContestants({ world, calendar, names }, async (contestants) => {
    const found: ResultRow[] = [];
    for (const contestant of contestants) {
      await runMorning(context, contestant, false);
      const free = await runMorning(context, contestant, false);
      const held = await runMorning(context, contestant, true);
      found.push({
        contestant: contestant.name,
        freePerSecond: free.others.perSecond,
        heldPerSecond: held.others.perSecond,
        freeP50: free.others.p50,
        heldP50: held.others.p50,
        freeP99: free.others.p99,
        heldP99: held.others.p99,
        heldMax: held.others.max,
        errorsAtOthers: held.others.errors,
        errorsAtHeldSchool: held.held.errors,
      });
    }
    return found;
  });
  return {
    id: 'held-counter',
    title: "One school's counter held",
    how: `A host transaction holds one school's counter for ${options.holdMs / 1_000} s while 20 callers mark at that school and 200 at the others. The figures are the others', without (free) and with it (held).`,
    rows,
  };
};

/** Callers at the first school, beside many more at the others. */
async function runMorning({ world, calendar, options }: BenchContext, contestant: Contestant, isHeld: boolean) {
  const [first, ...rest] = world.roster.schools;
  if (!first) throw new Error('expected a school');
  calendar.nextDay();
  const run = (schools: readonly BenchSchool[], callers: number) =>
    runClosedLoop(contestant, { callers, deck: spreadDeck(schools), durationMs: options.holdMs });
  const runBoth = async () => {
    const [others, held] = await Promise.all([run(rest, 200), run([first], 20)]);
    return { others, held };
  };
  if (!isHeld) return runBoth();
  return whileHeld(world.url, contestant.holdCounter(first.schoolId), options.holdMs, runBoth);
}

/** Runs a statement in a transaction that stays open for as long, while `work` begins. */
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
