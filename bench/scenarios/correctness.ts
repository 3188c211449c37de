import type { Contestant, ContestantName } from '../contestants/contestant.ts';
import { withContestants } from '../contestants/open-contestants.ts';
import { type Card, spreadDeck } from '../load/deck.ts';
import { markEach } from '../load/mark-each.ts';
import type { ResultRow, Scenario } from './scenario.ts';

/** V1 once: how long a notification takes changes nothing here. */
const names: readonly ContestantName[] = ['rollbook', 'lean SQL', 'V1, 0 ms', 'V2', 'V3/V4'];
const callers = 16;

/** Compares the records with the counters after re-marks. */
export const checkCorrectness: Scenario = async ({ worlds, calendar }) => {
  const [world] = worlds;
  const school = world?.roster.schools.at(-1);
  if (!world || !school) throw new Error('expected a school');
  const rows: ResultRow[] = [];
  await withContestants({ world, calendar, names }, async (contestants) => {
    for (const contestant of contestants) {
      calendar.nextDay();
      await reMark(contestant, spreadDeck([school]));
      const { records, children, present, counted } = await contestant.audit(school.schoolId);
      rows.push({
        contestant: contestant.name,
        records,
        children,
        present,
        counted,
        duplicates: records - children,
        miscounted: Math.abs(counted - present),
      });
    }
  });
  return {
    id: 'correctness',
    title: 'After re-marks',
    how: `${callers} callers mark a school's 200 children present, all of them again (a retry), then every fourth child absent, then all in one bulk present but the absent.`,
    rows,
  };
};

async function reMark(contestant: Contestant, cards: readonly Card[]): Promise<void> {
  const isAway = (_: Card, index: number) => index % 4 === 0;
  const mark = (some: readonly Card[], status: 'present' | 'absent') =>
    markEach(
      contestant,
      some.map((card) => ({ ...card, status })),
      callers,
    );
  await mark(cards, 'present');
  await mark(cards, 'present');
  await mark(cards.filter(isAway), 'absent');
  const there = cards.filter((card, index) => !isAway(card, index));
  const childIds = there.map(({ childId }) => childId);
  await contestant.markBulk({ schoolId: there[0]?.schoolId ?? '', childIds, status: 'present' });
}
