import { isDeepStrictEqual } from 'node:util';
import { createPostgresRepository } from 'rollbook/postgres';
import {
  type AddressedSubject,
  findTold,
  gatherSubjects,
  isKnownDelivery,
  needsDelivery,
  planDeliveries,
} from 'rollbook/rules';
import { testId } from 'rollbook/testing';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { describeOnPostgres } from '../../support/describe-on-postgres.ts';
import { createSchoolDatabase, type SchoolDatabase } from '../support/school-database.ts';
import {
  aDelivery,
  type Delivery,
  date,
  emptyOutbox,
  insertDeliveries,
  insertJobs,
  insertLinks,
  insertRecords,
  type Job,
  jobIdOf,
  minutes,
  now,
  occurredAt,
  readDeliveries,
  type SeedLink,
  type SeedRecord,
  schoolId,
  teacher,
} from './outbox-world.ts';

const tomorrow = '2026-03-03';

/** Everything that one fan-out finds. */
interface World {
  readonly jobs: readonly Job[];
  readonly deliveries: readonly Delivery[];
  readonly records: readonly SeedRecord[];
  readonly links: readonly SeedLink[];
}

function aJob(number: number, changes: Partial<Job> = {}): Job {
  return {
    id: jobIdOf(number),
    schoolId,
    subjectType: 'attendance',
    today: date,
    createdAt: minutes(number - 60),
    subjects: [],
    runAt: null,
    fannedOutAt: null,
    ...changes,
  };
}

/** The statuses recorded, `undefined` for none. */
const statuses = [undefined, null, 'absent', 'late', 'present'] as const;

/** Earlier deliveries of the same day, each with its sessions, its content and its fate. */
const earlier: readonly (
  | null
  | ({ readonly keys: readonly string[] } & Partial<Delivery> & {
        readonly says?: readonly [string | null, string | null];
      })
)[] = [
  null,
  ...([['am'], ['pm'], ['am', 'pm']] as const).flatMap((keys) => [
    { keys },
    { keys, says: ['absent', null] as const, toldOrder: 1, attempt: 1 },
    { keys, says: ['absent', null] as const, toldOrder: 1, state: 'delivered' as const, settledAt: minutes(-1) },
    { keys, says: [null, 'absent'] as const, toldOrder: 1, state: 'delivered' as const, settledAt: minutes(-1) },
    { keys, says: [null, 'absent'] as const, toldOrder: 1, state: 'dead' as const, settledAt: minutes(-1) },
    { keys, toldOrder: 1, state: 'dropped' as const, settledAt: minutes(-1) },
    {
      keys,
      says: ['absent', null] as const,
      toldOrder: 1,
      contentVersion: 2,
      state: 'delivered' as const,
      settledAt: minutes(-1),
    },
    { keys, subjectType: 'excursion' },
  ]),
];

/** One child and guardian for each status, each thing said before, and for news and corrections. */
function everyStanding(): World {
  const situations = statuses.flatMap((status) =>
    earlier.flatMap((before) => [true, false].map((isNews) => ({ status, before, isNews }))),
  );
  const children = situations.map((situation, index) => {
    return { ...situation, childId: testId('child', index + 1), guardianId: testId('guardian', index + 1) };
  });
  const jobOf = (number: number, isNews: boolean) =>
    aJob(number, {
      today: isNews ? date : tomorrow,
      subjects: children
        .filter((child) => child.isNews === isNews)
        .map(({ childId }) => ({ childId, date, subjectKey: 'am' })),
    });
  return {
    jobs: [jobOf(1, true), jobOf(2, false)],
    links: children,
    records: children.flatMap(({ childId, status }) =>
      status === undefined ? [] : [{ childId, session: 'am', status }],
    ),
    deliveries: children.flatMap(({ childId, guardianId, before }, index) =>
      before ? [toEarlier(childId, guardianId, before, index + 10)] : [],
    ),
  };
}

function toEarlier(
  childId: string,
  guardianId: string,
  { keys, says, ...how }: NonNullable<(typeof earlier)[number]>,
  number: number,
): Delivery {
  const said =
    says &&
    keys.map((session) => {
      const [status, previousStatus] = says;
      return { childId, session, status, previousStatus, occurredAt, markedBy: teacher };
    });
  return aDelivery({
    jobId: jobIdOf(number),
    guardianId,
    subjects: keys.map((subjectKey) => ({ childId, subjectKey })),
    changes: said ?? null,
    ...how,
  });
}

const parts = (['am', 'pm'] as const).flatMap((subjectKey) => [0, 1].map((child) => ({ child, subjectKey })));
/** Every selection of two children in two sessions. */
const selections = Array.from({ length: 2 ** parts.length }, (_, bits) =>
  parts.filter((_part, index) => bits & (1 << index)),
);

/**
 * Every pair of jobs about two siblings in two sessions, written on their day or the next, with or without one that
 * waits.
 */
function everyPair(): World {
  const pairs = selections.flatMap((first) =>
    selections.flatMap((second) =>
      [true, false].flatMap((hasPending) =>
        [true, false].map((isNextDay) => ({ first, second, hasPending, isNextDay })),
      ),
    ),
  );
  const families = pairs.map((pair, index) => ({
    ...pair,
    guardianId: testId('guardian', index + 1),
    childIds: [testId('child', 2 * index + 1), testId('child', 2 * index + 2)] as const,
  }));
  const jobOf = (number: number, isNextDay: boolean, of: 'first' | 'second') =>
    aJob(number, {
      today: isNextDay ? tomorrow : date,
      subjects: families
        .filter((family) => of === 'first' || family.isNextDay === isNextDay)
        .flatMap((family) =>
          family[of].map(({ child, subjectKey }) => ({ childId: family.childIds[child] ?? '', date, subjectKey })),
        ),
    });
  return {
    jobs: [jobOf(1, false, 'first'), jobOf(2, false, 'second'), jobOf(3, true, 'second')],
    links: families.flatMap(({ guardianId, childIds }) => childIds.map((childId) => ({ childId, guardianId }))),
    records: families.flatMap(({ childIds }) =>
      childIds.flatMap((childId) => ['am', 'pm'].map((session) => ({ childId, session, status: 'absent' }))),
    ),
    deliveries: families
      .filter(({ hasPending }) => hasPending)
      .map(({ guardianId, childIds: [childId] }, index) =>
        aDelivery({ jobId: jobIdOf(10 + index), guardianId, subjects: [{ childId, subjectKey: 'am' }] }),
      ),
  };
}

const worlds = [
  { what: 'every standing of a child with its guardian', makeWorld: everyStanding, silentStatuses: [] },
  { what: 'every standing, where one status is silent', makeWorld: everyStanding, silentStatuses: ['present'] },
  { what: 'every pair of jobs about siblings and sessions', makeWorld: everyPair, silentStatuses: [] },
] as const;

describeOnPostgres('the statement that makes deliveries and the rule', (server) => {
  let database: SchoolDatabase;
  beforeAll(async () => {
    database = await createSchoolDatabase(server);
  });
  afterAll(() => database?.drop());

  test.each(worlds)('make the same of $what', async ({ makeWorld, silentStatuses }) => {
    const { pool } = database;
    const world = makeWorld();
    await emptyOutbox(pool);
    await insertLinks(pool, world.links);
    await insertRecords(pool, world.records);
    await insertDeliveries(pool, world.deliveries);
    await insertJobs(pool, world.jobs);
    const { outbox } = createPostgresRepository({ pool, timeoutMs: 120_000 });
    const made = await outbox.fanOut({ now, settledBefore: now, silentStatuses, maxChildren: 1_000_000 });

    const jobIds = world.jobs.map(({ id }) => id);
    const actual = (await readDeliveries(pool)).filter(({ jobId }) => jobIds.includes(jobId));
    const expected = expectedOf(world, silentStatuses);
    expect(actual.length).toBe(expected.length);
    expect(actual.filter((row, index) => !isDeepStrictEqual(row, expected[index])).slice(0, 3)).toEqual([]);
    expect(actual).toEqual(expected);
    expect(made).toEqual({ jobs: world.jobs.length, deliveries: expected.length });
    console.info(`${expected.length} deliveries of ${world.jobs.length} jobs`);
  });
});

/** By the rules of the domain alone: by job, then by number. */
function expectedOf(world: World, silentStatuses: readonly string[]): readonly Delivery[] {
  const dayOf = (guardianId: string) =>
    world.deliveries.filter((row) => row.guardianId === guardianId && row.subjectType === 'attendance');
  const subjects = gatherSubjects(world.jobs)
    .flatMap((subject) => {
      const links = world.links.filter(({ childId }) => childId === subject.childId);
      return links.map(({ guardianId }): AddressedSubject<Job> => ({ ...subject, guardianId }));
    })
    .filter((subject) => isNeeded(world, dayOf(subject.guardianId), subject, silentStatuses));
  const hasPending = ({ guardianId }: AddressedSubject<Job>) =>
    dayOf(guardianId).some(({ state }) => state === 'pending');
  const compareIds = (a: string, b: string) => (a < b ? -1 : Number(a > b));
  return planDeliveries(subjects, { hasPending, compareIds })
    .map(({ job, ...planned }) => aDelivery({ jobId: job.id, ...planned, createdAt: job.createdAt, runAt: now }))
    .sort((a, b) => compareIds(a.jobId, b.jobId) || a.number - b.number);
}

function isNeeded(
  { records }: World,
  ofDay: readonly Delivery[],
  { childId, subjectKey, onlyCorrects }: AddressedSubject<Job>,
  silentStatuses: readonly string[],
): boolean {
  const record = records.find((row) => row.childId === childId && row.session === subjectKey);
  const inThread = ofDay.filter(({ subjects }) => subjects.some((subject) => subject.subjectKey === subjectKey));
  const sayings = inThread.filter(isKnownDelivery).flatMap(({ changes, toldOrder, state }) =>
    (changes ?? [])
      .filter((change) => change.childId === childId && change.session === subjectKey)
      .map(({ status, previousStatus }) => {
        return { status, previousStatus, toldOrder, hasArrived: state === 'delivered', isOwn: false };
      }),
  );
  const isOpen = inThread.some((row) => row.state === 'pending' || !isKnownDelivery(row));
  const standing = { status: record?.status ?? null, told: findTold(sayings), isOpen };
  return needsDelivery(standing, { silentStatuses, onlyCorrects });
}
