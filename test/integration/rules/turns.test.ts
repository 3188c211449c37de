import { isDeepStrictEqual } from 'node:util';
import { createPostgresRepository } from 'rollbook/postgres';
import { dueAt, findHead, isKnownDelivery, isStale, isThreadReadable, mayBeTaken, shareThread } from 'rollbook/rules';
import { testId } from 'rollbook/testing';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { describeOnPostgres } from '../../support/describe-on-postgres.ts';
import { createSchoolDatabase, type SchoolDatabase } from '../support/school-database.ts';
import {
  aDelivery,
  type Delivery,
  emptyOutbox,
  insertDeliveries,
  insertLinks,
  insertRecords,
  jobIdOf,
  minutes,
  now,
  occurredAt,
  readDeliveries,
  teacher,
  tokenOf,
} from './outbox-world.ts';

/** Every child is absent in both sessions: what says so is true, and what says `late` is not. */
const standing = 'absent';
const keys = [['am'], ['pm'], ['am', 'pm']] as const;

/** The situations of a delivery that waits, is held or was settled. */
const situations = {
  'is new': {},
  'is new, for later': { runAt: minutes(5) },
  'is to be tried again': { says: 'absent', attempt: 1, runAt: minutes(-5) },
  'waits for another try': { says: 'absent', attempt: 1, runAt: minutes(5) },
  'waits, and is no longer true': { says: 'late', attempt: 1, runAt: minutes(5) },
  'is held': { says: 'absent', attempt: 1, leaseToken: tokenOf(1), leaseUntil: minutes(1) },
  'was let go': { says: 'absent', attempt: 1, leaseToken: tokenOf(1), leaseUntil: minutes(-1) },
  'is settled': { says: 'absent', attempt: 1, state: 'delivered', settledAt: minutes(-10) },
  'is of a newer release': { says: 'absent', attempt: 1, contentVersion: 2, runAt: minutes(-5) },
  'was said by a newer release': {
    says: 'absent',
    attempt: 1,
    contentVersion: 2,
    state: 'delivered',
    settledAt: minutes(-10),
  },
  'is of an unknown type': { subjectType: 'excursion', runAt: minutes(-5) },
} as const satisfies Readonly<Record<string, Partial<Delivery> & { readonly says?: string }>>;

type Situation = keyof typeof situations;

/** Three at a time of those that make a difference to others. */
const crowd: readonly Situation[] = ['is new', 'waits for another try', 'waits, and is no longer true', 'is held'];

interface Combination {
  readonly name: string;
  /** One guardian's day. */
  readonly deliveries: readonly Delivery[];
}

interface Place {
  readonly situation: Situation;
  readonly subjectKeys: (typeof keys)[number];
}

const places = (of: readonly Situation[]): Place[] =>
  of.flatMap((situation) => keys.map((subjectKeys) => ({ situation, subjectKeys })));
const everywhere = places(Object.keys(situations).filter((key): key is Situation => key in situations));
const crowded = places(crowd);
const groups: readonly (readonly Place[])[] = [
  ...everywhere.flatMap((a) => everywhere.map((b) => [a, b])),
  ...crowded.flatMap((a) => crowded.flatMap((b) => crowded.map((c) => [a, b, c]))),
];

/** Only one delivery of a thread is held at a time. */
const combinations = groups.map(toCombination).filter(({ deliveries }) => {
  const held = deliveries.filter(({ leaseToken }) => leaseToken !== null);
  return held.every((one) => held.every((other) => one === other || !shareThread(one, other)));
});

function toCombination(group: readonly Place[], index: number): Combination {
  const guardianId = testId('guardian', index + 1);
  const childId = testId('child', index + 1);
  const deliveries = group.map(({ situation, subjectKeys }, place) => {
    const { says, ...how }: Partial<Delivery> & { readonly says?: string } = situations[situation];
    const said = subjectKeys.map((session) => {
      return { childId, session, status: says ?? '', previousStatus: null, occurredAt, markedBy: teacher };
    });
    return aDelivery({
      jobId: jobIdOf(4 * index + place),
      guardianId,
      subjects: subjectKeys.map((subjectKey) => ({ childId, subjectKey })),
      // What was tried comes before what never was, and the later row was tried first.
      toldOrder: says === undefined ? null : group.length - place,
      changes: says === undefined ? null : said,
      createdAt: minutes(place - 60),
      ...how,
    });
  });
  return { name: JSON.stringify(group), deliveries };
}

describeOnPostgres('the deliveries that a claim takes and the rule', (server) => {
  let database: SchoolDatabase;
  beforeAll(async () => {
    database = await createSchoolDatabase(server);
  });
  afterAll(() => database?.drop());

  test.each([false, true])(
    `are the same of ${combinations.length} days with two or three each; of suspects: %j`,
    async (suspects) => {
      const { pool } = database;
      const rows = combinations.flatMap(({ deliveries }) => deliveries);
      const childIds = [...new Set(rows.flatMap(({ subjects }) => subjects.map(({ childId }) => childId)))];
      await emptyOutbox(pool);
      await insertLinks(
        pool,
        rows.flatMap(({ guardianId, subjects }) =>
          subjects.slice(0, 1).map(({ childId }) => ({ childId, guardianId })),
        ),
      );
      await insertRecords(
        pool,
        childIds.flatMap((childId) => ['am', 'pm'].map((session) => ({ childId, session, status: standing }))),
      );
      await insertDeliveries(pool, rows);
      const { outbox } = createPostgresRepository({ pool, timeoutMs: 120_000 });
      const leaseToken = tokenOf(0);
      const { hasMore, hasSuspects } = await outbox.claim({
        now,
        leaseToken,
        leaseMs: 60_000,
        maxDeliveries: rows.length + 1,
        maxAttempts: 9,
        silentStatuses: [],
        after: null,
        suspects,
      });
      const stored = await readDeliveries(pool);
      const touched = new Set(
        stored
          .filter((row) => row.leaseToken === leaseToken || (row.settledAt?.getTime() ?? 0) === now.getTime())
          .map(({ jobId }) => jobId),
      );

      const differences = combinations.flatMap(({ name, deliveries }) => {
        const expected = takenOf(deliveries, suspects);
        const actual = deliveries.map(({ jobId }) => jobId).filter((jobId) => touched.has(jobId));
        return isDeepStrictEqual(actual, expected) ? [] : [{ name, expected, actual }];
      });
      expect(differences.slice(0, 3)).toEqual([]);
      expect(differences).toHaveLength(0);
      expect({ hasMore, hasSuspects }).toEqual({ hasMore: false, hasSuspects: true });
      expect(touched.size).toBeGreaterThan(100);
    },
  );
});

/** By the rules of the domain alone: which of one guardian's deliveries a claim takes. */
function takenOf(all: readonly Delivery[], suspects: boolean): string[] {
  const taken = all.flatMap((candidate) => {
    const others = all.filter(({ subjectType }) => subjectType === candidate.subjectType);
    const pending = others.filter(({ state }) => state === 'pending');
    const isCandidate =
      candidate.state === 'pending' && isKnownDelivery(candidate) && dueAt(candidate) <= now.getTime();
    const head = isCandidate ? findHead(candidate, pending) : undefined;
    const taking = { now, suspects, isStale: isStale(head?.changes ?? null, () => standing) };
    return head && mayBeTaken(head, taking) && isThreadReadable(head, others) ? [head] : [];
  });
  return all.filter((row) => taken.includes(row)).map(({ jobId }) => jobId);
}
