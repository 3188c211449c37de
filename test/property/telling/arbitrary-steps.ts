import * as fc from 'fast-check';
import { childrenOfSchool, links } from './cast.ts';
import type { Ending, Mood, Settings, Status, Step } from './steps.ts';

const second = 1_000;
const minute = 60 * second;

function often<Value>(weight: number, arbitrary: fc.Arbitrary<Value>) {
  return { weight, arbitrary };
}

type Arbitraries<Rest> = { readonly [Key in keyof Rest]: fc.Arbitrary<Rest[Key]> };

function doing<const Name extends Step['do'], Rest extends object>(name: Name, rest: Arbitraries<Rest>) {
  return fc.record<Rest>(rest).map((details) => ({ ...details, do: name }));
}

/** Mostly the first school, so that much meets in one guardian's day. */
const school = fc.oneof(often(4, fc.constant(0)), often(1, fc.constant(1)));
const child = {
  school,
  child: fc.oneof(often(2, fc.constant(0)), often(1, fc.nat({ max: childrenOfSchool - 1 }))),
};
const status = fc.constantFrom<Status>('present', 'absent', 'late');
const when = {
  ago: fc.oneof(often(4, fc.constant(null)), often(2, fc.constantFrom(0, 1, second, minute, 20 * minute, -second))),
  session: fc.oneof(often(5, fc.constant('am' as const)), often(1, fc.constant('pm' as const))),
};
const by = fc.nat({ max: 1 });
const mood = fc.constantFrom<Mood>('healthy', 'healthy', 'flaky', 'deceptive', 'down', 'refusing', 'patient', 'choosy');
const ending = fc.constantFrom<Ending>(
  'delivered',
  'delivered',
  'failed',
  'failed',
  'refused',
  'released',
  'skipped',
  'vanishes',
  'vanishes after sending',
);

const marking = fc.oneof(
  often(8, doing('mark', { ...child, ...when, status })),
  often(3, doing('clear', { ...child, ...when })),
  often(3, doing('mark all', { school, ...when, statuses: fc.array(status, { minLength: 3, maxLength: 3 }) })),
  often(
    2,
    doing('mark both sessions', {
      school,
      statuses: fc.array(status, { minLength: 2 * childrenOfSchool, maxLength: 2 * childrenOfSchool }),
    }),
  ),
  often(
    3,
    doing('mark earlier', {
      ...child,
      daysAgo: fc.constantFrom(1, 1, 2, 3),
      session: when.session,
      status: fc.oneof(often(3, status), often(1, fc.constant(null))),
    }),
  ),
);

const telling = fc.oneof(
  often(4, doing('drain', { by })),
  often(1, doing('drain at once by two', {})),
  often(2, doing('hand over and process', { isForgetful: fc.boolean() })),
  often(4, doing('fan out', { maxChildren: fc.constantFrom(1, 2, 2_000) })),
  often(
    6,
    doing('claim', { by, maxDeliveries: fc.constantFrom(1, 2, 3, 16), suspects: fc.constantFrom(false, false, true) }),
  ),
  often(9, doing('end', { by, how: ending })),
  often(1, doing('renew', { by })),
  often(2, doing('retry dead letters', { most: fc.constantFrom(1, 1_000) })),
);

const happening = fc.oneof(
  often(
    8,
    doing('wait', {
      milliseconds: fc.constantFrom(1, second, 31 * second, minute, 11 * minute, 400 * minute, 1_100 * minute),
    }),
  ),
  often(4, doing('notifier turns', { mood })),
  often(2, doing('link comes or goes', { link: fc.nat({ max: links.length - 1 }) })),
  often(1, doing('purge', {})),
  often(1, doing('erase', child)),
);

const step: fc.Arbitrary<Step> = fc.oneof(often(5, marking), often(6, telling), often(3, happening));

/** Mornings of up to 60 steps. */
export const steps = fc.array(step, { minLength: 1, maxLength: 60, size: 'max' });

export const settings: fc.Arbitrary<Settings> = fc.record({
  settleMs: fc.constantFrom(0, 0, minute),
  silent: fc.constantFrom<readonly Status[]>([], ['present']),
  maxAttempts: fc.constantFrom(1, 2, 3, 12),
  correctDays: fc.constantFrom(0, 1, 7, 7),
  concurrency: fc.constantFrom(1, 2, 16),
  endsBy: fc.constantFrom('worker', 'queue'),
  salt: fc.nat(),
});
