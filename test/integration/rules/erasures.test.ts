import { isDeepStrictEqual } from 'node:util';
import { createPostgresRepository } from 'rollbook/postgres';
import { deliveryWithout, subjectsWithout } from 'rollbook/rules';
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
  jobIdOf,
  minutes,
  occurredAt,
  readDeliveries,
  schoolId,
  teacher,
  tokenOf,
} from './outbox-world.ts';

const erased = testId('child', 1);
const sibling = testId('child', 2);

const places = [erased, sibling].flatMap((childId) => ['am', 'pm'].map((subjectKey) => ({ childId, subjectKey })));

/** Every selection of a child and its sibling in two sessions. */
const selections = Array.from({ length: 2 ** places.length }, (_, bits) =>
  places.filter((_place, index) => bits & (1 << index)),
);

/** Every delivery about some of them whose content, if it has one, is about some of those. */
const deliveries: readonly Delivery[] = selections
  .flatMap((subjects) =>
    [null, ...selections].flatMap((said) =>
      (['pending', 'delivered', 'dropped', 'dead'] as const).flatMap((state) =>
        [true, false].flatMap((isHeld) =>
          ['attendance', 'excursion'].map((subjectType) => ({ subjects, said, state, isHeld, subjectType })),
        ),
      ),
    ),
  )
  .filter(({ subjects, said }) => subjects.length > 0 && said?.length !== 0 && isWithin(said ?? [], subjects))
  .map(({ subjects, said, state, isHeld, subjectType }, index) =>
    aDelivery({
      jobId: jobIdOf(index + 1),
      guardianId: testId('guardian', index + 1),
      subjectType,
      contentVersion: said && (subjectType === 'attendance' ? 1 : 4),
      subjects,
      revision: 1,
      attempt: said ? 2 : 0,
      changes:
        said?.map(({ childId, subjectKey: session }) => {
          return { childId, session, status: 'absent', previousStatus: null, occurredAt, markedBy: teacher };
        }) ?? null,
      toldOrder: said && 1,
      state,
      settledAt: state === 'pending' ? null : minutes(-1),
      ...(isHeld && { leaseToken: tokenOf(1), leaseUntil: minutes(1) }),
    }),
  );

function isWithin(some: (typeof selections)[number], all: (typeof selections)[number]): boolean {
  return some.every((place) => all.includes(place));
}

const jobs = selections.slice(1).flatMap((subjects, index) =>
  ['attendance', 'excursion'].map((subjectType, kind) => ({
    id: jobIdOf(2 * index + kind + 1),
    schoolId,
    subjectType,
    today: date,
    createdAt: minutes(-9),
    subjects: subjects.map((subject, place) => ({ ...subject, date: `2026-02-2${place}` })),
    runAt: null,
    fannedOutAt: null,
  })),
);

describeOnPostgres('the statement that erases a child and the rule', (server) => {
  let database: SchoolDatabase;
  beforeAll(async () => {
    database = await createSchoolDatabase(server);
  });
  afterAll(() => database?.drop());

  test(`leave the same of ${deliveries.length} deliveries and ${jobs.length} jobs, of known types and others`, async () => {
    const { pool } = database;
    await emptyOutbox(pool);
    await insertLinks(pool, [{ childId: sibling, guardianId: testId('guardian', 1) }]);
    await insertDeliveries(pool, deliveries);
    await insertJobs(pool, jobs);
    const repository = createPostgresRepository({ pool, timeoutMs: 120_000 });
    const { deliveries: changed } = await repository.eraseChild({ schoolId, childId: erased });

    const stored = new Map((await readDeliveries(pool)).map((row) => [row.jobId, row]));
    const differences = deliveries.flatMap((delivery) => {
      const isAboutIt = delivery.subjects.some(({ childId }) => childId === erased);
      const rest = isAboutIt ? deliveryWithout(delivery, erased) : delivery;
      const expected = rest && { ...delivery, ...rest };
      const actual = stored.get(delivery.jobId);
      return isDeepStrictEqual(actual, expected) ? [] : [{ delivery, expected, actual }];
    });
    expect(differences.slice(0, 3)).toEqual([]);
    expect(differences).toHaveLength(0);
    expect(changed).toBe(
      deliveries.filter(({ subjects }) => subjectsWithout(subjects, erased).length < subjects.length).length,
    );

    const left = jobs.flatMap(({ id, subjects }) => {
      const rest = subjectsWithout(subjects, erased);
      return rest.length > 0 ? [{ id, subjects: rest }] : [];
    });
    expect(await readJobs(database)).toEqual(left.sort((a, b) => (a.id < b.id ? -1 : 1)));
  });
});

async function readJobs({ pool }: SchoolDatabase) {
  const { rows } = await pool.query<{ id: string; childIds: string[]; dates: string[]; keys: string[] }>(
    `select id, child_ids as "childIds", dates::text[], subject_keys as keys from attendance.notification_jobs order by id`,
  );
  return rows.map(({ id, childIds, dates, keys }) => ({
    id,
    subjects: childIds.map((childId, index) => ({ childId, subjectKey: keys[index], date: dates[index] })),
  }));
}
