import type { NotificationOutbox } from '../../../src/index.js';
import type { MemoryParts } from '../roster/memory-parts.js';
import type { MemoryState } from '../store/memory-state.js';
import { claim } from './claim.js';
import { listDeadLetters, retryDeadLetter } from './dead-letters.js';
import { fanOut } from './fan-out.js';
import { closeJob, returnJobs, takeJobs } from './host-queue.js';
import { renew, settle } from './settle.js';
import { readStats } from './stats.js';

/** The outbox in memory: each write is synchronous, and waits for a transaction that writes. */
export function createOutbox({ store, roster }: MemoryParts): NotificationOutbox {
  const write = <Result>(operation: (state: MemoryState) => Result) => store.write({}, operation);
  return {
    fanOut: (request) => write((state) => fanOut(state, roster(), request)),
    claim: (request) => write((state) => claim(state, roster(), request)),
    renew: (request) => write((state) => renew(state, request)),
    settle: (request) => write((state) => settle(state, request)),
    takeJobs: (request) => write((state) => takeJobs(state, request)),
    returnJobs: (request) => write((state) => returnJobs(state, request)),
    closeJob: (jobId) => write((state) => closeJob(state, jobId)),
    deadLetters: async (query) => listDeadLetters(store.state, query),
    retryDeadLetter: (query) => write((state) => retryDeadLetter(state, query)),
    stats: async ({ now }) => readStats(store.state, now),
  };
}
