import { marksTopics } from './marks/topics.js';
import { registersTopics } from './registers/topics.js';
import { retentionTopics } from './retention/topics.js';
import { tellingTopics } from './telling/topics.js';
import type { RepositoryContractOptions } from './world/contract-options.js';
import { type ContractTopic, createWorld } from './world/contract-world.js';

const topics: readonly ContractTopic[] = [...marksTopics, ...registersTopics, ...tellingTopics, ...retentionTopics];

/**
 * Registers the tests that every repository must pass, with the caller's own test functions. Each test has a store of
 * its own, and looks both at what the repository answers and at what the store then holds.
 * @example
 * ```ts
 * import { describe, it } from 'vitest';
 * import { repositoryContract } from 'rollbook/testing';
 *
 * repositoryContract({ describe, it, create: ({ roster }) => createMyFixture(roster) });
 * ```
 */
export function repositoryContract({ describe, it, create, idType = 'uuid' }: RepositoryContractOptions): void {
  for (const { name, childIdsAreGlobal = true, tests } of topics) {
    describe(name, () => {
      for (const [policy, test] of Object.entries(tests)) {
        it(policy, async () => {
          const { world, dispose } = await createWorld(create, { idType, childIdsAreGlobal });
          try {
            await test(world);
          } finally {
            await dispose();
          }
        });
      }
    });
  }
}
