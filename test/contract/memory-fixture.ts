import { createMemoryRepository, type MemoryRepository } from 'rollbook/memory';
import type { ContractFixture, ContractInput, StoreProbe } from 'rollbook/testing';

/** A memory repository under contract. */
export interface MemoryFixture extends ContractFixture {
  readonly repository: MemoryRepository;
}

/** Creates a memory repository and the ways round it. */
export async function createMemoryFixture({ roster, idType }: ContractInput): Promise<MemoryFixture> {
  const repository = createMemoryRepository({ roster, idType });
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
    notificationJobs: async () => repository.tables().notificationJobs.map((row) => ({ ...row, row })),
    setDailyCount: async (row) => repository.setDailyCount(row),
    setRoster: async (roster) => repository.setRoster(roster),
  };
}
