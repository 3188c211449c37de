import { type RepositoryContractOptions, repositoryContract } from 'rollbook/testing';

/** One test of the contract, as a test runner is given it. */
export interface CollectedTest {
  /** Topic and policy. */
  readonly name: string;
  readonly run: () => Promise<void>;
}

/** Gathers the tests of the contract instead of running them. */
export function collectTests(create: RepositoryContractOptions['create']): CollectedTest[] {
  const tests: CollectedTest[] = [];
  let topic = '';
  repositoryContract({
    create,
    describe: (name, define) => {
      topic = name;
      define();
    },
    it: (policy, run) => tests.push({ name: `${topic} ${policy}`, run }),
  });
  return tests;
}

/** Runs the contract to its end and tells which tests failed, by name. */
export async function findFailures(create: RepositoryContractOptions['create']): Promise<string[]> {
  const failures: string[] = [];
  for (const { name, run } of collectTests(create)) {
    await run().catch(() => failures.push(name));
  }
  return failures;
}
