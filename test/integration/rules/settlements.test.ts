import { isDeepStrictEqual } from 'node:util';
import type { Settlement } from 'rollbook';
import { createPostgresRepository } from 'rollbook/postgres';
import { settleDelivery } from 'rollbook/rules';
import { testId } from 'rollbook/testing';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { describeOnPostgres } from '../../support/describe-on-postgres.ts';
import { createSchoolDatabase, type SchoolDatabase } from '../support/school-database.ts';
import {
  aDelivery,
  type Delivery,
  emptyOutbox,
  insertDeliveries,
  jobIdOf,
  minutes,
  now,
  occurredAt,
  readDeliveries,
  teacher,
  tokenOf,
} from './outbox-world.ts';

type OutcomeOf<Settled> = Settled extends Settlement ? Omit<Settled, 'lease'> : never;

const outcomes: readonly OutcomeOf<Settlement>[] = [
  { outcome: 'delivered' },
  { outcome: 'skipped', isUnsent: true },
  { outcome: 'skipped', isUnsent: false },
  { outcome: 'failed', runAt: minutes(5) },
  { outcome: 'failed', runAt: minutes(-5) },
  { outcome: 'dead', reason: 'refused' },
  { outcome: 'dead', reason: 'failed' },
  { outcome: 'released', isUnsent: true },
  { outcome: 'released', isUnsent: false },
];

const states = ['pending', 'delivered', 'dropped', 'dead'] as const;

/** Whose lease the delivery has, and until when. */
const holders = {
  'the worker': { leaseToken: tokenOf(1), leaseUntil: minutes(1) },
  'the worker, whose lease has run out': { leaseToken: tokenOf(1), leaseUntil: minutes(-1) },
  'another worker': { leaseToken: tokenOf(2), leaseUntil: minutes(1) },
  nobody: { leaseToken: null, leaseUntil: null },
} as const;

/** The id that the settlement names. */
const named = ['its own', 'that of an earlier content', 'that of a later content', 'none at all'] as const;

interface Combination {
  readonly name: string;
  readonly delivery: Delivery;
  readonly settlement: Settlement;
  /** True when the settlement is of what the worker holds. */
  readonly isHeld: boolean;
}

const combinations = outcomes
  .flatMap((outcome) =>
    [1, 2, 12].flatMap((attempt) =>
      states.flatMap((state) =>
        Object.entries(holders).flatMap(([holder, lease]) =>
          named.flatMap((id) =>
            [true, false].map((isPrivate) => ({ outcome, attempt, state, holder, lease, id, onlyCorrects: isPrivate })),
          ),
        ),
      ),
    ),
  )
  .map((parts, index): Combination => {
    const { outcome, attempt, state, holder, lease, id, onlyCorrects } = parts;
    const number = index + 1;
    const childId = testId('child', number);
    const isSettled = state !== 'pending';
    const delivery = aDelivery({
      jobId: jobIdOf(number),
      guardianId: testId('guardian', number),
      subjects: [{ childId, subjectKey: 'am' }],
      onlyCorrects,
      revision: 2,
      attempt,
      changes: [{ childId, session: 'am', status: 'absent', previousStatus: null, occurredAt, markedBy: teacher }],
      toldOrder: 7,
      state,
      reason: state === 'dead' ? 'crashed' : null,
      settledAt: isSettled ? minutes(-3) : null,
      ...lease,
    });
    return {
      name: JSON.stringify({ outcome, attempt, state, holder, id }),
      delivery,
      settlement: { lease: { id: idOf(id, delivery.jobId), token: tokenOf(1) }, ...outcome },
      isHeld: !isSettled && lease.leaseToken === tokenOf(1) && id === 'its own',
    };
  });

function idOf(id: (typeof named)[number], jobId: string): string {
  if (id === 'none at all') return `${jobId}-x`;
  return `${jobId}-1.${{ 'its own': 2, 'that of an earlier content': 1, 'that of a later content': 3 }[id]}`;
}

describeOnPostgres('the statement that settles deliveries and the rule', (server) => {
  let database: SchoolDatabase;
  beforeAll(async () => {
    database = await createSchoolDatabase(server);
  });
  afterAll(() => database?.drop());

  test(`decide alike in ${combinations.length} combinations`, async () => {
    const { pool } = database;
    await emptyOutbox(pool);
    await insertDeliveries(
      pool,
      combinations.map(({ delivery }) => delivery),
    );
    const { outbox } = createPostgresRepository({ pool, timeoutMs: 120_000 });
    // What is no id belongs to nobody, and shifts no other one.
    const settlements = combinations.map(({ settlement }) => settlement);
    const accepted = new Set(await outbox.settle({ settlements, now }));
    const stored = new Map((await readDeliveries(pool)).map((row) => [row.jobId, row]));

    const differences = combinations.flatMap((combination) => {
      const { delivery, settlement, isHeld, name } = combination;
      const expected = { isAccepted: isHeld, row: isHeld ? settledOf(delivery, settlement) : delivery };
      const actual = { isAccepted: accepted.has(settlement.lease.id), row: stored.get(delivery.jobId) };
      return isDeepStrictEqual(actual, expected) ? [] : [{ name, expected, actual }];
    });
    expect(differences.slice(0, 3)).toEqual([]);
    expect(differences).toHaveLength(0);
    expect(accepted.size).toBe(combinations.filter(({ isHeld }) => isHeld).length);
  });
});

/** By the rule of the domain alone. */
function settledOf(delivery: Delivery, settlement: Settlement): Delivery {
  const { runAt, isUnsaid, ...settled } = settleDelivery(delivery.attempt, settlement, now);
  return {
    ...delivery,
    ...settled,
    runAt: runAt ?? delivery.runAt,
    leaseToken: null,
    leaseUntil: null,
    ...(isUnsaid && { changes: null, contentVersion: null, toldOrder: null }),
  };
}
