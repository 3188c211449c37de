import { bulkOptions } from './bulk-options.js';
import { bulks } from './bulks.js';
import { bulksOverSessions } from './bulks-over-sessions.js';
import { claimOrder } from './claim-order.js';
import { claimTurns } from './claim-turns.js';
import { claims } from './claims.js';
import { clearOutcomes } from './clear-outcomes.js';
import type { RepositoryContractOptions } from './contract-options.js';
import type { ContractTopic } from './contract-topic.js';
import { createWorld } from './contract-world.js';
import { copies } from './copies.js';
import { correctionsOfLeavers } from './corrections-of-leavers.js';
import { dailySummaries } from './daily-summaries.js';
import { deadLetters } from './dead-letters.js';
import { details } from './details.js';
import { earlierDays } from './earlier-days.js';
import { enrolments } from './enrolments.js';
import { erasures } from './erasures.js';
import { fanOuts } from './fan-out.js';
import { fanOutScopes } from './fan-out-scopes.js';
import { histories } from './histories.js';
import { hostQueueJobs } from './host-queue-jobs.js';
import { identities } from './identities.js';
import { leases } from './leases.js';
import { markOutcomes } from './mark-outcomes.js';
import { marksOfLocalIds, marksWithoutSchool } from './marks-without-school.js';
import { messagesOverSessions } from './messages-over-sessions.js';
import { notificationJobs } from './notification-jobs.js';
import { orderOfMarks } from './order-of-marks.js';
import { outboxErasures } from './outbox-erasures.js';
import { outboxPrivacy } from './outbox-privacy.js';
import { outboxStats } from './outbox-stats.js';
import { possiblyRecorded } from './possibly-recorded.js';
import { possiblyTold } from './possibly-told.js';
import { purges } from './purges.js';
import { races } from './races.js';
import { reconciliations } from './reconciliations.js';
import { registers } from './registers.js';
import { rejections } from './rejections.js';
import { releases } from './releases.js';
import { retries } from './retries.js';
import { schoolDays } from './school-days.js';
import { skippedMessages } from './skipped-messages.js';
import { suspects } from './suspects.js';
import { tenants } from './tenants.js';
import { toldStates } from './told-states.js';
import { transactions } from './transactions.js';

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
