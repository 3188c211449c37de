import type { ContractWorld } from './contract-world.js';

/** Tests of one subject, by the policy that each one checks. */
export interface ContractTopic {
  readonly name: string;
  readonly tests: Readonly<Record<string, (world: ContractWorld) => Promise<void>>>;
}
