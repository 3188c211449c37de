import { bulkOptions } from './marks/bulk-options.js';
import { bulks } from './marks/bulks.js';
import { bulksOverSessions } from './marks/bulks-over-sessions.js';
import { clearOutcomes } from './marks/clear-outcomes.js';
import { copies } from './marks/copies.js';
import { correctionsOfLeavers } from './marks/corrections-of-leavers.js';
import { details } from './marks/details.js';
import { enrolments } from './marks/enrolments.js';
import { identities } from './marks/identities.js';
import { markOutcomes } from './marks/mark-outcomes.js';
import { marksOfLocalIds, marksWithoutSchool } from './marks/marks-without-school.js';
import { orderOfMarks } from './marks/order-of-marks.js';
import { possiblyRecorded } from './marks/possibly-recorded.js';
import { races } from './marks/races.js';
import { rejections } from './marks/rejections.js';
import { retries } from './marks/retries.js';
import { schoolDays } from './marks/school-days.js';
import { tenants } from './marks/tenants.js';
import { transactions } from './marks/transactions.js';
import { dailySummaries } from './registers/daily-summaries.js';
import { histories } from './registers/histories.js';
import { reconciliations } from './registers/reconciliations.js';
import { registers } from './registers/registers.js';
import { erasures } from './retention/erasures.js';
import { outboxErasures } from './retention/outbox-erasures.js';
import { purges } from './retention/purges.js';
import { claimOrder } from './telling/claim-order.js';
import { claimTurns } from './telling/claim-turns.js';
import { claims } from './telling/claims.js';
import { deadLetters } from './telling/dead-letters.js';
import { earlierDays } from './telling/earlier-days.js';
import { fanOuts } from './telling/fan-out.js';
import { fanOutScopes } from './telling/fan-out-scopes.js';
import { hostQueueJobs } from './telling/host-queue-jobs.js';
import { leases } from './telling/leases.js';
import { messagesOverSessions } from './telling/messages-over-sessions.js';
import { notificationJobs } from './telling/notification-jobs.js';
import { outboxPrivacy } from './telling/outbox-privacy.js';
import { outboxStats } from './telling/outbox-stats.js';
import { possiblyTold } from './telling/possibly-told.js';
import { releases } from './telling/releases.js';
import { skippedMessages } from './telling/skipped-messages.js';
import { suspects } from './telling/suspects.js';
import { toldStates } from './telling/told-states.js';
import type { RepositoryContractOptions } from './world/contract-options.js';
import type { ContractTopic } from './world/contract-topic.js';
import { createWorld } from './world/contract-world.js';

const topics: readonly ContractTopic[] = [
  markOutcomes,
  clearOutcomes,
  orderOfMarks,
  retries,
  possiblyRecorded,
  details,
  schoolDays,
  rejections,
  enrolments,
  correctionsOfLeavers,
  marksWithoutSchool,
  marksOfLocalIds,
  tenants,
  identities,
  bulks,
  bulksOverSessions,
  bulkOptions,
  dailySummaries,
  registers,
  histories,
  notificationJobs,
  fanOuts,
  fanOutScopes,
  toldStates,
  possiblyTold,
  earlierDays,
  messagesOverSessions,
  skippedMessages,
  claims,
  claimOrder,
  claimTurns,
  leases,
  releases,
  suspects,
  deadLetters,
  hostQueueJobs,
  outboxStats,
  outboxPrivacy,
  purges,
  erasures,
  outboxErasures,
  reconciliations,
  races,
  transactions,
  copies,
];

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
