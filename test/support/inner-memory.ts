import type { AttendanceRepository, Roster } from 'rollbook';
import { createMemoryRepository } from 'rollbook/memory';
import { createMarkStore } from '../../adapters/memory/marks/mark-store.ts';
import { createRetentionStore } from '../../adapters/memory/retention/retention-store.ts';
import { indexRoster } from '../../adapters/memory/roster/roster-index.ts';
import { emptyState, type MemoryState } from '../../adapters/memory/store/memory-state.ts';
import { MemoryStore } from '../../adapters/memory/store/memory-store.ts';
import { WriteLock } from '../../adapters/memory/store/write-lock.ts';
import { createOutbox } from '../../adapters/memory/telling/outbox.ts';

/** A repository in memory whose state can be read and changed, made of the real one's parts. */
export interface InnerMemory {
  readonly repository: AttendanceRepository;
  readonly state: () => MemoryState;
}

/** Creates a repository that writes. Registers and histories are read from another store. */
export function openInnerMemory(roster: Roster): InnerMemory {
  const index = indexRoster(roster, 'uuid');
  const store = new MemoryStore(emptyState(), new WriteLock(5_000));
  const parts = { store, roster: () => index };
  const repository: AttendanceRepository = {
    ...createMemoryRepository({ roster }),
    ...createMarkStore(parts),
    ...createRetentionStore(parts),
    outbox: createOutbox(parts),
  };
  return { repository, state: () => store.state };
}
