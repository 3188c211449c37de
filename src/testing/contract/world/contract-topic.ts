import type { ContractWorld } from './contract-world.js';

/** Tests of one subject, by the policy that each one checks. */
export interface ContractTopic {
  readonly name: string;
  /** True (the default) makes the repository with the promise that a child's id is the same child everywhere. */
  readonly childIdsAreGlobal?: boolean;
  readonly tests: Readonly<Record<string, (world: ContractWorld) => Promise<void>>>;
}
