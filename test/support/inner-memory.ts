import type { AttendanceRepository, Roster } from 'rollbook';
import { createMemoryRepository } from 'rollbook/memory';
import { recordMarks } from '../../adapters/memory/marks/record-marks.ts';
import { eraseChild } from '../../adapters/memory/retention/erase-child.ts';
import { purge } from '../../adapters/memory/retention/purge.ts';
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
  const repository: AttendanceRepository = {
    ...createMemoryRepository({ roster }),
    recordMarks: (request, options = {}) => store.write(options, (state) => recordMarks(state, index, request)),
    purge: (request, options = {}) => store.write(options, (state) => purge(state, request)),
    eraseChild: (query, options = {}) => store.write(options, (state) => eraseChild(state, index, query)),
    outbox: createOutbox(store, () => index),
  };
  return { repository, state: () => store.state };
}
