import { describe, inject, test } from 'vitest';
import type { PostgresUnderTest } from './global-setup.ts';

/**
 * Describes a suite once for each Postgres server there is. For each missing server, a skip is reported with its
 * reason.
 */
export function describeOnPostgres(name: string, suite: (server: PostgresUnderTest) => void): void {
  for (const server of inject('postgresServers')) {
    describe(`${name} (Postgres ${server.major})`, () => suite(server));
  }
  for (const { major, reason } of inject('missingPostgresServers')) {
    // biome-ignore lint/suspicious/noSkippedTests: the reason stands in the name
    test.skip(`${name} (Postgres ${major}), skipped: ${reason}`, () => {});
  }
}
