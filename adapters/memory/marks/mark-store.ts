import type { MarkStore } from '../../../src/index.js';
import type { MemoryParts } from '../roster/memory-parts.js';
import type { MemoryTransaction } from '../store/memory-transaction.js';
import { recordMarks } from './record-marks.js';

/** Records marks in memory. A write is synchronous, and so atomic. */
export function createMarkStore({ store, roster }: MemoryParts): MarkStore<MemoryTransaction> {
  return {
    recordMarks: (request, callOptions = {}) =>
      store.write(callOptions, (state) => recordMarks(state, roster(), request)),
  };
}
