import { createMemoryRepository } from 'rollbook/memory';
import type { Call, Reply } from './calls.ts';
import type { TestClock } from './clock.ts';
import { createCaller } from './library-subject.ts';
import type { Subject, Tables } from './subject.ts';
import { applyToRoster, type CountKey, type World, type WorldRoster } from './world.ts';

/** The library with everything in memory. */
export function createMemorySubject(world: World, clock: TestClock): Subject {
  const repository = createMemoryRepository({ roster: world });
  const call = createCaller(repository, world, clock);
  let roster: WorldRoster = world;
  return {
    call,
    transaction: (calls, end) => inTransaction(repository, calls, end, call),
    happen: async (happening) => {
      if (happening.kind === 'count drifts') {
        drift(repository, happening.count, happening.by);
        return;
      }
      roster = applyToRoster(roster, happening);
      repository.setRoster(roster);
    },
    tables: async () => tablesOf(repository),
  };
}

type Repository = ReturnType<typeof createMemoryRepository>;
type Transaction = Parameters<Parameters<Repository['transaction']>[0]>[0];

class Rollback extends Error {}

async function inTransaction(
  repository: Repository,
  calls: readonly Call[],
  end: 'commit' | 'rollback',
  callIn: (call: Call, transaction: Transaction) => Promise<Reply>,
): Promise<readonly Reply[]> {
  const replies: Reply[] = [];
  const work = repository.transaction(async (transaction) => {
    for (const call of calls) replies.push(await callIn(call, transaction));
    if (end === 'rollback') throw new Rollback();
  });
  await work.catch((error: unknown) => {
    if (!(error instanceof Rollback)) throw error;
  });
  return replies;
}

function drift(repository: Repository, key: CountKey, by: number): void {
  const isSame = (row: CountKey) =>
    row.schoolId === key.schoolId && row.date === key.date && row.session === key.session && row.status === key.status;
  const count = repository.tables().dailyCounts.find(isSame)?.count ?? 0;
  repository.setDailyCount({ ...key, count: count + by });
}

/** Everything stored. */
export function tablesOf(repository: Repository): Tables {
  const { records, revisions, dailyCounts, notificationJobs } = repository.tables();
  return {
    records,
    revisions,
    counts: dailyCounts.filter(({ count }) => count !== 0),
    jobs: notificationJobs.map(({ schoolId, createdAt, today, subjects }) => {
      const changes = subjects.map(({ childId, date, subjectKey }) => ({ childId, date, session: subjectKey }));
      return { schoolId, createdAt, today, changes };
    }),
  };
}
