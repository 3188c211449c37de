import type { ResultRow, Section } from '../scenarios/scenario.ts';

/** A figure that was the goal before the package was written. */
interface Goal {
  readonly what: string;
  readonly measured: number;
  readonly atLeast?: number;
  readonly atMost?: number;
}

/** Compares the measured figures with the goals. A goal whose scenarios did not run is left out. */
export function compareGoals(sections: readonly Section[]): Section {
  const rows = goalsOf(sections)
    .filter(({ measured }) => !Number.isNaN(measured))
    .map(({ what, measured, atLeast, atMost }) => ({
      what,
      measured,
      goal: atLeast === undefined ? `≤ ${atMost}` : `≥ ${atLeast}`,
      reached: measured >= (atLeast ?? measured) && measured <= (atMost ?? measured) ? 'yes' : 'no',
    }));
  return {
    id: 'goals',
    title: 'Goals',
    how: 'What was aimed at before the package was written, beside the figures below, all of one run.',
    rows,
  };
}

function goalsOf(sections: readonly Section[]): Goal[] {
  const of = (id: string) => sections.find((section) => section.id === id)?.rows ?? [];
  const lone = figuresOf(of('callers'), { callers: 1 }, 'p50');
  const rush = figuresOf(of('callers'), { callers: 200 }, 'perSecond');
  const far = figuresOf(of('far-away'), { callers: 200 }, 'perSecond');
  const farLone = figuresOf(of('far-away'), { callers: 1 }, 'p50InRoundTrips');
  const bulk = figuresOf(of('bulks'), { children: 2_000 }, 'p50');
  const trips = figuresOf(of('round-trips'), {}, 'mark');
  const bulkTrips = figuresOf(of('round-trips'), {}, 'bulkOf200');
  const hot = figuresOf(of('hot-school'), {}, 'ratio');
  const histories = of('history').filter(({ contestant }) => contestant === 'rollbook');
  const small = Number(histories[0]?.['p50'] ?? Number.NaN);
  const large = Number(histories.at(-1)?.['p50'] ?? Number.NaN);
  return [
    { what: 'round trips of a mark', measured: trips('rollbook'), atMost: 1 },
    { what: 'round trips of a bulk', measured: bulkTrips('rollbook'), atMost: 1 },
    { what: 'marks/s of 200 callers: × V3', measured: rush('rollbook') / rush('V3/V4'), atLeast: 10 },
    { what: 'the same: × rollbook SQL sent bare', measured: rush('rollbook') / rush('rollbook SQL'), atLeast: 0.85 },
    { what: 'the same 30 ms away: × V3', measured: far('rollbook') / far('V3/V4'), atLeast: 50 },
    { what: 'p50 of a lone mark: × rollbook SQL', measured: lone('rollbook') / lone('rollbook SQL'), atMost: 1.15 },
    { what: 'p50 of a lone mark: × lean SQL', measured: lone('rollbook') / lone('lean SQL'), atMost: 1.3 },
    { what: 'a bulk of 2,000: × rollbook SQL', measured: bulk('rollbook') / bulk('rollbook SQL'), atMost: 1.1 },
    { what: 'a bulk of 2,000: × lean SQL', measured: bulk('rollbook') / bulk('lean SQL'), atMost: 1 },
    { what: 'p50 of a mark 30 ms away, in round trips', measured: farLone('rollbook'), atMost: 1.1 },
    { what: 'marks/s at one school: × over 500', measured: hot('rollbook'), atLeast: 1 },
    { what: 'p50 with the longest history: × the shortest', measured: large / small, atMost: 1.1 },
    {
      what: 'slowest refusal of 10,000 calls at once, in ms',
      measured: figuresOf(of('overload'), {}, 'slowestRefusal')('rollbook'),
      atMost: 50,
    },
    {
      what: 'marks/s in memory',
      measured: figuresOf(of('memory'), {}, 'perSecond')('rollbook/memory'),
      atLeast: 200_000,
    },
  ];
}

/** Looks a figure up by contestant, in the rows that have the given values. */
function figuresOf(rows: readonly ResultRow[], where: ResultRow, column: string): (contestant: string) => number {
  const fits = (row: ResultRow) => Object.entries(where).every(([name, value]) => row[name] === value);
  return (contestant) => {
    const row = rows.find((one) => one['contestant'] === contestant && fits(one));
    return Number(row?.[column] ?? Number.NaN);
  };
}
