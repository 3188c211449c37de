import { isDeepStrictEqual } from 'node:util';
import type { ClaimRequest } from 'rollbook';
import { createPostgresRepository } from 'rollbook/postgres';
import { decideDelivery, findTold } from 'rollbook/rules';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { describeOnPostgres } from '../../support/describe-on-postgres.ts';
import { createSchoolDatabase, type SchoolDatabase } from '../support/school-database.ts';
import { type Combination, deliveryCombinations, maxAttempts } from './delivery-combinations.ts';
import {
  type Delivery,
  emptyOutbox,
  insertDeliveries,
  insertLinks,
  insertRecords,
  minutes,
  now,
  occurredAt,
  readDeliveries,
  teacher,
  tokenOf,
} from './outbox-world.ts';

const leaseToken = tokenOf(0);

/** The kinds of claims. */
const claims = [
  { what: 'ordinary ones', silentStatuses: [], suspects: false },
  { what: 'ordinary ones, of which some statuses are silent', silentStatuses: ['present'], suspects: false },
  { what: 'those whose worker died', silentStatuses: ['present'], suspects: true },
] as const;

describeOnPostgres('the statement that claims deliveries and the rule', (server) => {
  let database: SchoolDatabase;
  beforeAll(async () => {
    database = await createSchoolDatabase(server);
  });
  afterAll(() => database?.drop());

  test.each(claims)('decide alike on $what, in every combination', async ({ silentStatuses, suspects }) => {
    const { pool } = database;
    const combinations = deliveryCombinations(suspects);
    await emptyOutbox(pool);
    await insertLinks(
      pool,
      combinations.flatMap(({ links }) => links),
    );
    await insertRecords(
      pool,
      combinations.flatMap(({ records }) => records),
    );
    await insertDeliveries(
      pool,
      combinations.flatMap(({ delivery, earlier }) => [delivery, ...earlier]),
    );
    const request = {
      now,
      leaseToken,
      leaseMs: 60_000,
      maxDeliveries: combinations.length + 1,
      maxAttempts,
      silentStatuses,
      after: null,
      suspects,
    };
    const repository = createPostgresRepository({ pool, timeoutMs: 120_000 });
    const { deliveries, dead, dropped } = await repository.outbox.claim(request);
    const stored = new Map((await readDeliveries(pool)).map((row) => [row.jobId, row]));

    const differences = combinations.flatMap((combination) => {
      const expected = [expectedOf(combination, request), ...combination.earlier];
      const actual = expected.map(({ jobId }) => stored.get(jobId));
      return isDeepStrictEqual(actual, expected) ? [] : [{ name: combination.name, expected, actual }];
    });
    expect(differences.slice(0, 3)).toEqual([]);
    expect(differences).toHaveLength(0);
    const counted = Map.groupBy(
      combinations.map((combination) => expectedOf(combination, request).state),
      (state) => state,
    );
    expect([deliveries.length, dead.length, dropped]).toEqual(
      (['pending', 'dead', 'dropped'] as const).map((state) => counted.get(state)?.length ?? 0),
    );
    console.info(
      `${combinations.length} deliveries claimed: ${deliveries.length} leased, ${dead.length} dead, ${dropped} dropped`,
    );
    expect(Math.min(deliveries.length, dead.length, dropped)).toBeGreaterThan(100);
  });
});

/** By the rules of the domain alone. */
function expectedOf({ delivery, earlier, records, links }: Combination, request: ClaimRequest): Delivery {
  const findings = delivery.subjects.map(({ childId, subjectKey: session }) => {
    const record = records.find((row) => row.childId === childId && row.session === session);
    const sayings = [delivery, ...earlier].flatMap((row) =>
      (row.changes ?? [])
        .filter((change) => change.childId === childId && change.session === session)
        .map(({ status, previousStatus }) => ({
          status,
          previousStatus,
          toldOrder: row.toldOrder,
          hasArrived: row.state === 'delivered',
          isOwn: row === delivery,
        })),
    );
    const isOnRoster = links.some((link) => link.childId === childId);
    return { childId, session, status: record?.status ?? null, told: findTold(sayings), isOnRoster, record };
  });
  const { tellings, takesOrder, ...decision } = decideDelivery(delivery, findings, request);
  const changes = tellings?.map(({ finding: { childId, session, record }, telling }) => {
    return {
      childId,
      session,
      ...telling,
      ...(record ? { occurredAt, markedBy: teacher } : { occurredAt: now, markedBy: '' }),
    };
  });
  const lastOrder = Math.max(0, ...[delivery, ...earlier].map(({ toldOrder }) => toldOrder ?? 0));
  const isLeased = decision.state === 'pending';
  return {
    ...delivery,
    ...decision,
    reason: decision.state === 'dead' ? 'crashed' : null,
    ...(changes && { changes, contentVersion: 1 }),
    toldOrder: takesOrder ? lastOrder + 1 : delivery.toldOrder,
    leaseToken: isLeased ? leaseToken : null,
    leaseUntil: isLeased ? minutes(1) : null,
    settledAt: isLeased ? null : now,
  };
}
