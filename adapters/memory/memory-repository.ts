import * as z from 'zod';
import { type AttendanceRepository, type IdType, parseOptions, type Roster } from '../../src/index.js';
import { canonicalId } from '../../src/rules/index.js';
import { createMarkStore } from './marks/mark-store.js';
import { createCountKeeper } from './registers/count-keeper.js';
import { createRegisterReader } from './registers/register-reader.js';
import { createRetentionStore } from './retention/retention-store.js';
import { indexRoster, isOnRoster } from './roster/roster-index.js';
import { copyTables, emptyState, type MemoryTables } from './store/memory-state.js';
import { MemoryStore, rememberStore } from './store/memory-store.js';
import type { MemoryTransaction } from './store/memory-transaction.js';
import { type DailyCountRow, setCount } from './store/school-days.js';
import { WriteLock } from './store/write-lock.js';
import { createOutbox } from './telling/outbox.js';

/** Options of a memory repository. */
export interface MemoryRepositoryOptions {
  /** Copied: later changes of the caller's objects change nothing. Default empty. */
  readonly roster?: Partial<Roster>;
  /** The type of ids. Default `'uuid'`. */
  readonly idType?: IdType;
  /**
   * True if a child's id names the same child at every school, so that marks may leave the school out. Default true for
   * uuids, else false.
   */
  readonly childIdsAreGlobal?: boolean;
  /** The time that a write waits for a transaction that writes, in milliseconds. Default 5,000. */
  readonly timeoutMs?: number;
}

/** A repository that keeps everything in memory, for tests and for trying things out. */
export interface MemoryRepository extends AttendanceRepository<MemoryTransaction> {
  /**
   * Runs `callback` in a transaction: pass what it gets as `{ transaction }`. Commits when the callback resolves; when
   * it rejects, nothing is left and the error is passed on. Nobody else sees the writes before the commit.
   */
  transaction<Result>(callback: (transaction: MemoryTransaction) => Promise<Result>): Promise<Result>;
  /** Copies of everything committed. */
  tables(): MemoryTables;
  /** Replaces the roster, as when children come and go. Records stay. */
  setRoster(roster: Partial<Roster>): void;
  /** Sets one counter behind the library's back, for tests of `reconcileDailyCounts`. */
  setDailyCount(row: DailyCountRow): void;
}

const optionsSchema = z.strictObject({
  roster: z.unknown().optional(),
  idType: z.enum(['uuid', 'bigint', 'text']).default('uuid'),
  childIdsAreGlobal: z.boolean().optional(),
  timeoutMs: z.number().positive().max(2_147_483_647).default(5_000),
});

/**
 * Creates a repository in memory, with the same behaviour as the Postgres one.
 * @throws {AttendanceError} `invalid_options` for an option that doesn't fit, such as a roster whose ids are not of
 *          `idType`.
 */
export function createMemoryRepository(options: MemoryRepositoryOptions = {}): MemoryRepository {
  const { idType, timeoutMs, childIdsAreGlobal = idType === 'uuid' } = parseOptions(optionsSchema, options);
  let roster = indexRoster(options.roster ?? {}, idType);
  const store = new MemoryStore(emptyState(), new WriteLock(timeoutMs));
  const parts = { store, roster: () => roster };
  const repository: MemoryRepository = {
    childIdsAreGlobal,
    canonicalId: (id) => (isOnRoster(roster, id) ? id : canonicalId(id, idType)),
    ...createMarkStore(parts),
    ...createRegisterReader(parts),
    ...createCountKeeper(parts),
    ...createRetentionStore(parts),
    outbox: createOutbox(parts),
    ping: async () => {},
    transaction: (callback) => store.transaction(callback),
    tables: () => copyTables(store.state),
    setRoster: (next) => {
      roster = indexRoster(next, idType);
    },
    setDailyCount: (row) => setCount(store.state.days, { ...row }),
  };
  return rememberStore(repository, store);
}
