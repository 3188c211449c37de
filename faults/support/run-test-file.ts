import { inspect } from 'node:util';
import { startVitest } from 'vitest/node';

/** The results of one test file. */
export interface SuiteResult {
  readonly passed: number;
  readonly skipped: number;
  /** Names of tests that failed, and errors outside of any test. */
  readonly failures: readonly string[];
}

/** Runs one file of the tests as `npm test` does, and prints nothing. */
export async function runTestFile(path: string): Promise<SuiteResult> {
  const vitest = await startVitest('test', [path], { watch: false, reporters: [{}], typecheck: { enabled: false } });
  try {
    const modules = vitest.state.getTestModules();
    const tests = modules.flatMap(({ children }) => [...children.allTests()]);
    const inState = (state: string) => tests.filter((test) => test.result().state === state);
    const errors = [...modules.flatMap((module) => module.errors()), ...vitest.state.getUnhandledErrors()];
    return {
      passed: inState('passed').length,
      skipped: inState('skipped').length,
      failures: [...inState('failed').map(({ fullName }) => fullName), ...errors.map((error) => inspect(error))],
    };
  } finally {
    await vitest.close();
  }
}
