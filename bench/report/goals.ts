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
  const trips = figuresOf(of('round-trips'), {}, 'mark');
  const bulkTrips = figuresOf(of('round-trips'), {}, 'bulkOf200');
  const hot = figuresOf(of('hot-school'), {}, 'ratio');
  const oneSchool = figuresOf(of('hot-school'), {}, 'hotPerSecond');
  const spread = figuresOf(of('hot-school'), {}, 'spreadPerSecond');
  const register = figuresOf(of('registers'), {}, 'p50');
  const histories = of('history').filter(({ contestant }) => contestant === 'rollbook');
  const small = Number(histories[0]?.['p50'] ?? Number.NaN);
  const large = Number(histories.at(-1)?.['p50'] ?? Number.NaN);
  return [
    { what: 'round trips of a mark', measured: trips('rollbook'), atMost: 1 },
    { what: 'round trips of a bulk', measured: bulkTrips('rollbook'), atMost: 1 },
    { what: 'marks/s of 200 callers: × V3', measured: rush('rollbook') / rush('V3/V4'), atLeast: 11 },
    { what: 'the same: × lean SQL', measured: rush('rollbook') / rush('lean SQL'), atLeast: 1.05 },
    {
      what: 'the same at one school: × lean SQL',
      measured: oneSchool('rollbook') / oneSchool('lean SQL'),
      atLeast: 0.9,
    },
    {
      what: 'corrections/s of 200 callers: × lean SQL',
      measured: spread('rollbook') / spread('lean SQL'),
      atLeast: 0.9,
    },
    { what: 'marks/s 30 ms away: × V3', measured: far('rollbook') / far('V3/V4'), atLeast: 50 },
    { what: 'the same: × lean SQL', measured: far('rollbook') / far('lean SQL'), atLeast: 0.98 },
    { what: 'p50 of a lone mark: × lean SQL', measured: lone('rollbook') / lone('lean SQL'), atMost: 1.2 },
    ...bulkGoals(of('bulks')),
    { what: 'p50 of a register: × a plain join', measured: register('rollbook') / register('plain join'), atMost: 1.2 },
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
      atLeast: 250_000,
    },
  ];
}

function bulkGoals(rows: readonly ResultRow[]): Goal[] {
  const limits = { 30: 1.1, 200: 1, 2000: 0.85 };
  return Object.entries(limits).map(([size, atMost]) => {
    const p50 = figuresOf(rows, { children: Number(size) }, 'p50');
    return { what: `a bulk of ${size}: × lean SQL`, measured: p50('rollbook') / p50('lean SQL'), atMost };
  });
}

/** Looks a figure up by contestant, in the rows that have the given values. */
function figuresOf(rows: readonly ResultRow[], where: ResultRow, column: string): (contestant: string) => number {
  const fits = (row: ResultRow) => Object.entries(where).every(([name, value]) => row[name] === value);
  return (contestant) => {
    const row = rows.find((one) => one['contestant'] === contestant && fits(one));
    return Number(row?.[column] ?? Number.NaN);
  };
}
