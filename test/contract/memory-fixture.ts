import { createMemoryRepository, type MemoryRepository, type MemoryTables } from 'rollbook/memory';
import type {
  ContractFixture,
  ContractInput,
  StoredDelivery,
  StoredNotificationJob,
  StoreProbe,
} from 'rollbook/testing';
import { sortSubjects } from './sort-subjects.ts';

/** A memory repository under contract. */
export interface MemoryFixture extends ContractFixture {
  readonly repository: MemoryRepository;
}

/** Creates a memory repository and the ways round it. */
export async function createMemoryFixture(input: ContractInput): Promise<MemoryFixture> {
  const { roster, idType, childIdsAreGlobal } = input;
  const repository = createMemoryRepository({ roster, idType, ...(childIdsAreGlobal && { childIdsAreGlobal }) });
  return {
    repository,
    probe: createMemoryProbe(repository),
    transaction: (callback) => repository.transaction(callback),
    dispose: async () => {},
  };
}

function createMemoryProbe(repository: MemoryRepository): StoreProbe {
  return {
    records: async () => repository.tables().records,
    revisions: async () => repository.tables().revisions,
    dailyCounts: async () => repository.tables().dailyCounts,
    notificationJobs: async () => repository.tables().notificationJobs.map(toJob),
    deliveries: async () => repository.tables().deliveries.map(toDelivery),
    setDailyCount: async (row) => repository.setDailyCount(row),
    setRoster: async (roster) => repository.setRoster(roster),
  };
}

function toJob(row: MemoryTables['notificationJobs'][number]): StoredNotificationJob {
  const { id, schoolId, createdAt, today } = row;
  const changes = row.subjects.map(({ childId, date, subjectKey: session }) => ({ childId, date, session }));
  return { id, schoolId, createdAt, today, changes, row };
}

function toDelivery(row: MemoryTables['deliveries'][number]): StoredDelivery {
  const { jobId, number, revision, schoolId, guardianId, date, onlyCorrects, state, attempt } = row;
  const { runAt, leaseToken, leaseUntil, settledAt } = row;
  return {
    id: `${jobId}-${number}${revision === 0 ? '' : `.${revision}`}`,
    jobId,
    schoolId,
    guardianId,
    date,
    subjects: sortSubjects(row.subjects.map(({ childId, subjectKey: session }) => ({ childId, session }))),
    onlyCorrects,
    state,
    attempt,
    runAt,
    leaseToken,
    leaseUntil,
    settledAt,
    row,
  };
}
