import type { MemoryStore } from '../store/memory-store.js';
import type { RosterIndex } from './roster-index.js';

/** The parts that every capability of the memory repository works with. */
export interface MemoryParts {
  readonly store: MemoryStore;
  /** The roster as it is now: a test may replace it. */
  readonly roster: () => RosterIndex;
}
