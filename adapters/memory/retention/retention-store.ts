import type { RetentionStore } from '../../../src/index.js';
import type { MemoryParts } from '../roster/memory-parts.js';
import type { MemoryTransaction } from '../store/memory-transaction.js';
import { eraseChild } from './erase-child.js';
import { purge } from './purge.js';

/** Deletes what is old, and children, in memory. */
export function createRetentionStore({ store, roster }: MemoryParts): RetentionStore<MemoryTransaction> {
  return {
    purge: (request, callOptions = {}) => store.write(callOptions, (state) => purge(state, request)),
    eraseChild: (request, callOptions = {}) =>
      store.write(callOptions, (state) => eraseChild(state, roster(), request)),
  };
}
