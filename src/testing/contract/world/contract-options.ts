import type { IdType } from '../../../domain/ids.js';
import type { Roster } from '../../../domain/roster.js';
import type { AttendanceRepository } from '../../../ports/attendance-repository.js';
import type { StoreProbe } from '../../kit/store-probe.js';

/** The contents that a store is made with. */
export interface ContractInput {
  /** Everybody the store knows. To be copied: the suite changes its objects afterwards. */
  readonly roster: Roster;
  /** The type of ids. */
  readonly idType: IdType;
  /**
   * True: the host promises that a child's id names the same child at every school, so that a mark may leave its school
   * out. False: the host says nothing. Ids of type `uuid` need no such promise.
   */
  readonly childIdsAreGlobal: boolean;
}

/** One repository under test, and the ways round it. */
export interface ContractFixture {
  readonly repository: AttendanceRepository;
  readonly probe: StoreProbe;
  /**
   * Runs `callback` in a transaction of the host's kind and gives it what the repository takes as `{ transaction }`.
   * Commits when the callback resolves; when it rejects, rolls back and passes the error on.
   */
  transaction<Result>(callback: (transaction: unknown) => Promise<Result>): Promise<Result>;
  /** Called after each test, whether it passed or not. */
  dispose(): Promise<void>;
}

/** Options of the suite: any test runner that has a `describe` and an `it`, and a repository. */
export interface RepositoryContractOptions {
  /** Groups tests; calls `define` at once, as those of vitest, jest, mocha and node:test do. */
  readonly describe: (name: string, define: () => void) => unknown;
  /** Registers one test, which fails by rejecting. */
  readonly it: (name: string, run: () => Promise<void>) => unknown;
  /** Makes a store that holds the roster and nothing else. Called once a test, when that test runs. */
  readonly create: (input: ContractInput) => Promise<ContractFixture>;
  /** The type of ids. Default `'uuid'`. */
  readonly idType?: IdType;
}
