import * as fc from 'fast-check';
import type { CallStep, ChildPick, Step, When } from './steps.ts';
import { childrenOfSchool, classes, defaultLimits, type Start, type Stay, zones } from './world.ts';

const second = 1_000;
const minute = 60 * second;
const hour = 60 * minute;
const day = 24 * hour;

/** Six times as often the usual value as one of the others. */
function mostly<Value>(usual: Value, ...others: Value[]): fc.Arbitrary<Value> {
  return fc.oneof(often(6, fc.constant(usual)), often(1, fc.constantFrom(...others)));
}

function often<Value>(weight: number, arbitrary: fc.Arbitrary<Value>) {
  return { weight, arbitrary };
}

const inNine = fc.nat({ max: 8 }).map((number) => number === 8);
const which = fc.nat({ max: 1_000 });

const existingSchool = fc.nat({ max: zones.length - 1 });
const existingChild = fc.nat({ max: childrenOfSchool - 1 });

/** Mostly the first two of the first two, so that many marks meet in one record. */
const school = fc.oneof(often(20, fc.nat({ max: 1 })), often(4, existingSchool), often(1, fc.constant(zones.length)));
const childNumber = fc.oneof(
  often(20, fc.nat({ max: 1 })),
  often(4, existingChild),
  often(1, fc.constant(childrenOfSchool)),
);
const child: fc.Arbitrary<ChildPick> = fc.record({ school, child: childNumber, inCapitals: inNine });

/** Few instants, so that ties are common. */
const agos = [0, 1, second, minute, hour, 2 * hour, 6 * hour, 12 * hour, day, 36 * hour, -second, -minute];
/** Just within the limits, and just beyond. */
const edges = [7 * day, 7 * day + 1, -2 * minute, -2 * minute - 1, 40 * day];

const ago = (milliseconds: fc.Arbitrary<number>) =>
  fc.record({ kind: fc.constant('ago' as const), milliseconds, asText: inNine });
const when: fc.Arbitrary<When> = fc.oneof(
  often(4, fc.record({ kind: fc.constant('unsaid' as const) })),
  often(10, ago(fc.constantFrom(...agos))),
  often(1, ago(fc.constantFrom(...edges))),
  often(4, fc.record({ kind: fc.constant('as' as const), which })),
);

const near = mostly<number | null>(null, 0, -1, -2, -3, 1, 2);
/** As far back as corrections and marks reach by default, and a day farther. */
const named = fc.oneof(often(24, near), often(1, fc.constantFrom(-7, -8, -1_100, -1_101)));
const session = mostly<'am' | 'pm' | null>(null, 'am', 'pm');
const status = fc.oneof(often(4, fc.nat({ max: 1 })), often(1, fc.nat({ max: 4 })));
const tenant = fc.oneof(often(16, fc.constantFrom('its own', 'none')), often(1, fc.constantFrom('another', 'unknown')));
const dayPick = { school, day: named, session };
const classId = mostly<string | null>(null, ...classes);

const saying = {
  when,
  day: named,
  session,
  reason: fc.constantFrom(undefined, undefined, undefined, null, 'flu', 'bus'),
  note: fc.constantFrom(undefined, undefined, undefined, null, 'rang'),
  by: fc.constantFrom('teacher-1', 'teacher-2'),
};

const bulk = {
  ...saying,
  school,
  stray: fc.oneof(often(6, fc.constant(null)), often(1, child)),
  onlyUnmarked: mostly(false, true),
  allOrNothing: mostly(false, true),
  returning: mostly<'records' | 'outcomes' | null>(null, 'records', 'outcomes'),
};

const severalChildren = fc.shuffledSubarray([0, 1, 2, 3], { minLength: 1 });
/** Some of them in several sessions and on several days, and now and then twice in one. */
const childrenAgain = fc.array(fc.nat({ max: 3 }), { minLength: 2, maxLength: 4 });

const callStep: fc.Arbitrary<CallStep> = fc.oneof(
  often(16, fc.record({ do: fc.constant('mark' as const), ...saying, child, tenant, status })),
  often(5, fc.record({ do: fc.constant('clear' as const), ...saying, child, tenant })),
  often(5, fc.record({ do: fc.constant('mark all' as const), ...bulk, children: severalChildren, status })),
  often(
    7,
    fc.record({
      do: fc.constant('mark each' as const),
      ...bulk,
      children: fc.oneof(severalChildren, childrenAgain),
      each: fc.array(
        fc.record({
          ...saying,
          day: fc.oneof(often(4, named), often(1, fc.constantFrom(0, -1, -2))),
          session: fc.constantFrom(null, 'am', 'pm', 'pm'),
          status,
          isTerse: inNine,
          inCapitals: inNine,
        }),
        { minLength: 7, maxLength: 7 },
      ),
    }),
  ),
  often(8, fc.record({ do: fc.constant('retry' as const), which })),
  often(2, fc.record({ do: fc.constant('register' as const), ...dayPick, classId })),
  often(2, fc.record({ do: fc.constant('summary' as const), ...dayPick, classId })),
  often(
    1,
    fc.record({
      do: fc.constant('history' as const),
      child,
      school: fc.oneof(often(2, fc.constant(null)), often(1, school)),
      from: mostly(null, -1, 0),
    }),
  ),
  often(
    2,
    fc.record({
      do: fc.constant('reconcile' as const),
      school: fc.oneof(fc.constant(null), school),
      day: mostly(0, -1, 1),
    }),
  ),
  often(1, fc.record({ do: fc.constant('erase' as const), child, school: mostly<number | null>(null, 0, 1) })),
);

const wait: fc.Arbitrary<Step> = fc.oneof(
  fc.record({
    do: fc.constant('wait' as const),
    milliseconds: fc.constantFrom(1, second, minute, hour, 6 * hour, 25 * hour),
  }),
  // A server's clock that is set right.
  fc.record({ do: fc.constant('wait' as const), milliseconds: fc.constantFrom(-1, -second, -minute, -hour) }),
  fc.record({
    do: fc.constant('wait for midnight' as const),
    school: fc.nat({ max: 1 }),
    late: fc.constantFrom(-minute, -1, 0, minute),
  }),
);

const transaction: fc.Arbitrary<Step> = fc.record({
  do: fc.constant('transaction' as const),
  steps: fc.array(callStep, { minLength: 1, maxLength: 4 }),
  end: fc.constantFrom('commit', 'rollback'),
  client: fc.constantFrom('kysely', 'pg'),
});

/** Days from now, or from the start. */
const edge = fc.integer({ min: -3, max: 2 });
/** A child's own school, or one at which it may be besides. */
const ownOr = mostly<number | null>(null, 0, 1);
/** Mostly one of the first two, so that children meet at it. */
const someSchool = fc.oneof(often(4, fc.nat({ max: 1 })), often(1, existingSchool));

const besides: fc.Arbitrary<Step> = fc.oneof(
  often(
    3,
    fc.record({
      do: fc.constant('count drifts' as const),
      ...dayPick,
      school: existingSchool,
      by: fc.constantFrom(-1, 1, 3),
      status,
    }),
  ),
  often(
    2,
    fc.record({ do: fc.constant('child leaves' as const), child, school: ownOr, day: fc.option(edge, { freq: 3 }) }),
  ),
  often(2, fc.record({ do: fc.constant('child moves' as const), child, school: ownOr, to: someSchool, day: edge })),
  often(
    2,
    fc.record({
      do: fc.constant('child changes class' as const),
      child,
      school: ownOr,
      classId: fc.constantFrom(null, ...classes),
      day: edge,
    }),
  ),
  often(1, fc.record({ do: fc.constant('school moves' as const), school: existingSchool, zone: existingSchool })),
);

const step = fc.oneof(often(40, callStep), often(6, wait), often(4, transaction), often(5, besides));

/** Sequences of up to 80 steps. */
export const steps = fc.array(step, { minLength: 1, maxLength: 80, size: 'max' });

/** Around a change of clocks, a year's end, a leap day, and at any time of three years. */
const startsAt = fc.oneof(
  fc
    .constantFrom('2026-11-01T04:30:00Z', '2027-03-14T06:59:00Z', '2026-12-31T16:59:59.999Z', '2028-02-28T18:14:00Z')
    .map((text) => new Date(text)),
  fc.integer({ min: Date.UTC(2025, 0), max: Date.UTC(2028, 0) }).map((milliseconds) => new Date(milliseconds)),
);

/** Overlapping often, at their own school and at others. */
const stay: fc.Arbitrary<Stay> = fc.record({
  school: fc.nat({ max: 1 }),
  child: existingChild,
  at: someSchool,
  from: fc.option(edge, { freq: 3 }),
  until: fc.option(edge, { freq: 1 }),
  classId: fc.constantFrom(null, ...classes),
  isUndated: inNine,
});

const limits = fc.record({
  editableDays: mostly<number | null>(defaultLimits.editableDays, 0, 1, 2),
  maxPastDays: mostly(defaultLimits.maxPastDays, 0, 1, 8),
  correctDays: mostly(defaultLimits.correctDays, 0, 1, 2),
});

/** Children of the first two schools are enrolled from or until a day close to the start, at any school. */
export const start: fc.Arbitrary<Start> = fc.record({
  startsAt,
  limits,
  stays: fc.array(stay, { maxLength: 10 }),
});
